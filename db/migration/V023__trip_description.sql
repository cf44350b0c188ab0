-- The description of a trip, as a vector and as a memory of the trip's owner. The vectors have a table of their own: members see it with
-- the trip, which they would not see in the owner's memories, and lists of trips stay light.
create table public.trip_embeddings (
    trip_id         uuid         not null,
    embedding       vector(1536) not null,
    embedding_model varchar(100) not null,
    created_at      timestamptz  not null default now(),
    updated_at      timestamptz  not null default now(),
    version         int          not null default 1,

    constraint trip_embeddings_pkey              primary key (trip_id),
    constraint trip_embedding_belongs_to_a_trip  foreign key (trip_id) references public.trips (id) on delete cascade
);
comment on table public.trip_embeddings is 'The vectors of the descriptions of trips.';

alter table public.trip_embeddings alter column embedding set storage plain;

select gateway.make_part_of_trip('public.trip_embeddings');
-- Vectors neither move to another trip nor go before it.
drop policy trip_embeddings_are_deleted_by_owner_and_editors on public.trip_embeddings;
revoke delete, insert (created_at), update (trip_id) on public.trip_embeddings from authenticated;

create policy trip_embeddings_are_forgotten on public.trip_embeddings for all to tripsage_embedding
    using (true)
    with check (false);

grant select (trip_id), delete on public.trip_embeddings to tripsage_embedding;

-- The memory of a description belongs to the trip's owner, also when an editor or another program changes the trip. Its own column
-- tells it from what users remember of the trip themselves.
create policy descriptions_are_remembered on public.memory_embeddings for all to tripsage_embedding
    using (content_type = 'trip_creation')
    with check (content_type = 'trip_creation');
grant select (id, user_id, content_type, metadata, describes_trip, created_at),
      insert (user_id, content_type, content_text, metadata, describes_trip),
      update (content_text, superseded_by),
      delete
    on public.memory_embeddings to tripsage_embedding;

create function gateway.describe_no_other_trip() returns trigger
    language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    if not exists (select
                     from public.trips t
                    where t.id = new.describes_trip
                      and t.user_id = new.user_id
                      and t.description = new.content_text)
       or exists (select
                    from public.memory_embeddings m
                   where m.user_id = new.user_id
                     and m.describes_trip = new.describes_trip) then
        new.describes_trip := null;
    end if;
    return new;
end $$;
comment on function gateway.describe_no_other_trip() is
    'Believes a writer that a memory is the description of a trip where it has the same text, belongs to the owner of the trip, and is '
    'the first such memory.';

create trigger memory_embeddings_describe_no_other_trip before insert on public.memory_embeddings
    for each row when (new.describes_trip is not null and current_user <> 'tripsage_embedding')
    execute function gateway.describe_no_other_trip();

create function gateway.describe_no_trip() returns trigger
    language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    new.describes_trip := null;
    return new;
end $$;
comment on function gateway.describe_no_trip() is
    'Makes the memory of a description one of the user''s own, which neither changes nor goes with the trip, when somebody changes it.';

create trigger memory_embeddings_describe_no_trip
    before update of content_text, content_type, user_id on public.memory_embeddings
    for each row
    when (old.describes_trip is not null
          and (old.content_text, old.content_type, old.user_id)
              is distinct from (new.content_text, new.content_type, new.user_id)
          and current_user <> 'tripsage_embedding')
    execute function gateway.describe_no_trip();

set local role tripsage_embedding;

create function embedding.describe_trip() returns trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    delete from public.trip_embeddings e where e.trip_id = old.id;
    if tg_op = 'UPDATE' and old.user_id <> new.user_id then
        delete
          from public.memory_embeddings m
         where m.user_id = old.user_id
           and m.content_type = 'trip_creation'
           and m.describes_trip = old.id;
    end if;
    if tg_op = 'DELETE' or gateway.is_blank(coalesce(new.description, '')) then
        delete from gateway.embedding_queue q where q.kind = 'trip' and q.id = old.id;
        delete
          from public.memory_embeddings m
         where m.user_id = old.user_id
           and m.content_type = 'trip_creation'
           and m.describes_trip = old.id;
        return null;
    end if;
    insert into gateway.embedding_queue (kind, id, user_id)
    values ('trip', new.id, new.user_id)
        on conflict (kind, id) do update set user_id = excluded.user_id, due_at = now(), attempts = 0;
    -- A new description is news, whatever stood for the old one.
    update public.memory_embeddings m
       set content_text = new.description, superseded_by = null
     where m.id = (select d.id
                     from public.memory_embeddings d
                    where d.user_id = new.user_id
                      and d.content_type = 'trip_creation'
                      and d.describes_trip = new.id
                    order by d.created_at, d.id
                    limit 1);
    if not found then
        insert into public.memory_embeddings (user_id, content_type, content_text, metadata, describes_trip)
        values (new.user_id, 'trip_creation', new.description, jsonb_build_object('trip_id', new.id), new.id);
    end if;
    return null;
end $$;
comment on function embedding.describe_trip() is
    'Keeps the memory of a trip''s description in step with it and with its owner, and queues a new description for its vector.';

create function embedding.enqueue_trip() returns trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    if not gateway.is_blank(new.description) then
        insert into gateway.embedding_queue (kind, id, user_id)
        values ('trip', new.id, new.user_id)
            on conflict (kind, id) do nothing;
    end if;
    return null;
end $$;
comment on function embedding.enqueue_trip() is 'Queues a new trip with a description for its vector.';

create function embedding.dequeue_trip() returns trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    delete from gateway.embedding_queue q where q.kind = 'trip' and q.id = new.trip_id;
    return null;
end $$;
comment on function embedding.dequeue_trip() is 'Takes a trip that has its vector out of the queue.';

reset role;

-- Only the function asks whether there is something to read: a condition is prepared for each statement, whatever it inserts.
create trigger trips_enqueue after insert on public.trips
    for each row when (new.description is not null) execute function embedding.enqueue_trip();

create trigger trips_describe after update of description, user_id on public.trips
    for each row when (old.description is distinct from new.description or old.user_id is distinct from new.user_id)
    execute function embedding.describe_trip();

create trigger trips_are_forgotten after delete on public.trips
    for each row execute function embedding.describe_trip();

create trigger trip_embeddings_dequeue after insert or update of embedding on public.trip_embeddings
    for each row execute function embedding.dequeue_trip();
