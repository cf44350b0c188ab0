-- Where a trip's description lies among the meanings. A table of its own: members see it with the trip, which they would
-- not see in the owner's memories, and lists of trips stay light.
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
comment on table public.trip_embeddings is 'The vectors of the trips'' descriptions.';

alter table public.trip_embeddings alter column embedding set storage plain;

create trigger trip_embeddings_next_version
    before update on public.trip_embeddings
    for each row execute function gateway.next_version();

alter table public.trip_embeddings enable row level security;
alter table public.trip_embeddings force  row level security;

create policy trip_embeddings_are_seen_with_the_trip on public.trip_embeddings
    for select to authenticated
    using (exists (select from public.trips t where t.id = trip_id offset 0));

create policy trip_embeddings_are_added_by_owner_and_editors on public.trip_embeddings
    for insert to authenticated
    with check (exists (
        select
          from public.trips t
         where t.id = trip_id
           and (t.user_id = (select auth.uid()) or t.id = any ((select sharing.editable_trips())::uuid[]))));

create policy trip_embeddings_are_changed_by_owner_and_editors on public.trip_embeddings
    for update to authenticated
    using (exists (
        select
          from public.trips t
         where t.id = trip_id
           and (t.user_id = (select auth.uid()) or t.id = any ((select sharing.editable_trips())::uuid[]))))
    with check (exists (
        select
          from public.trips t
         where t.id = trip_id
           and (t.user_id = (select auth.uid()) or t.id = any ((select sharing.editable_trips())::uuid[]))));

create policy trip_embeddings_are_forgotten on public.trip_embeddings
    for all to tripsage_embedding
    using (true)
    with check (false);

revoke all on public.trip_embeddings from public, anon, authenticated;
grant select on public.trip_embeddings to authenticated;
grant insert (trip_id, embedding, embedding_model), update (embedding, embedding_model)
    on public.trip_embeddings to authenticated;
grant select (trip_id), delete on public.trip_embeddings to tripsage_embedding;

-- The memory of a description belongs to the trip's owner, also when an editor or another program changes the trip.
create policy descriptions_are_remembered on public.memory_embeddings
    for all to tripsage_embedding
    using (content_type = 'trip_creation')
    with check (content_type = 'trip_creation');
grant select (id, user_id, content_type, metadata), insert (user_id, content_type, content_text, metadata),
      update (content_text), delete
    on public.memory_embeddings to tripsage_embedding;

select set_config('gateway.owner', current_user, true);
set local role tripsage_embedding;

create function embedding.describe_trip() returns trigger
    language plpgsql
    security definer
    set search_path = ''
as $$
begin
    delete from public.trip_embeddings e where e.trip_id = old.id;
    if tg_op = 'DELETE' or coalesce(new.description, '') !~ '\S' then
        delete from gateway.embedding_queue q where q.kind = 'trip' and q.id = old.id;
        delete
          from public.memory_embeddings m
         where m.user_id = old.user_id
           and m.content_type = 'trip_creation'
           and m.metadata ->> 'trip_id' = old.id::text;
        return null;
    end if;
    insert into gateway.embedding_queue (kind, id, user_id)
    values ('trip', new.id, new.user_id)
        on conflict (kind, id) do update set due_at = now(), attempts = 0;
    update public.memory_embeddings m
       set content_text = new.description
     where m.user_id = new.user_id
       and m.content_type = 'trip_creation'
       and m.metadata ->> 'trip_id' = new.id::text;
    if not found then
        insert into public.memory_embeddings (user_id, content_type, content_text, metadata)
        values (new.user_id, 'trip_creation', new.description, jsonb_build_object('trip_id', new.id));
    end if;
    return null;
end
$$;
comment on function embedding.describe_trip() is
    'Keeps the memory of a trip''s description in step with it, and has a new description wait for its vector.';
revoke execute on function embedding.describe_trip() from public;

create function embedding.enqueue_trip() returns trigger
    language plpgsql
    security definer
    set search_path = ''
as $$
begin
    insert into gateway.embedding_queue (kind, id, user_id)
    values ('trip', new.id, new.user_id)
        on conflict (kind, id) do nothing;
    return null;
end
$$;
comment on function embedding.enqueue_trip() is 'A new trip with a description waits for its vector.';
revoke execute on function embedding.enqueue_trip() from public;

create function embedding.dequeue_trip() returns trigger
    language plpgsql
    security definer
    set search_path = ''
as $$
begin
    delete from gateway.embedding_queue q where q.kind = 'trip' and q.id = new.trip_id;
    return null;
end
$$;
comment on function embedding.dequeue_trip() is 'A trip that has its vector waits no longer.';
revoke execute on function embedding.dequeue_trip() from public;

do $$
begin
    execute format('grant execute on function embedding.describe_trip(), embedding.enqueue_trip(), embedding.dequeue_trip()'
                   ' to %I', current_setting('gateway.owner'));
end
$$;

reset role;

create trigger trips_enqueue
    after insert on public.trips
    for each row
    when (new.description ~ '\S')
    execute function embedding.enqueue_trip();

create trigger trips_describe
    after update of description on public.trips
    for each row
    when (old.description is distinct from new.description)
    execute function embedding.describe_trip();

create trigger trips_are_forgotten
    after delete on public.trips
    for each row
    execute function embedding.describe_trip();

create trigger trip_embeddings_dequeue
    after insert or update of embedding on public.trip_embeddings
    for each row
    execute function embedding.dequeue_trip();
