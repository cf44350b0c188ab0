-- One definition of a blank text, and one memory of a trip's owner that is the trip's description: nobody's own memory becomes
-- it, and what its owner makes of it is the owner's.

create function gateway.is_blank(text text) returns boolean
    language sql
    immutable
    parallel safe
    return text !~ '[^\u0001-\u0020\u007f-\u00a0\u00ad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u2028-\u202f\u205f-\u206f\u2800\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]';
comment on function gateway.is_blank(text) is
    'Whether a text shows nothing: it has white space, control characters and what Unicode calls default ignorable, such as '
    'zero-width spaces and joiners, and nothing else. The same as Blank of the gateway.';
grant execute on function gateway.is_blank(text) to public;

-- Before an insert: who names a trip says that the memory is its description. It is believed where that is so.
create function gateway.describe_no_other_trip() returns trigger
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
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
end
$$;
comment on function gateway.describe_no_other_trip() is
    'A memory is a trip''s description if it says what the trip says, is its owner''s, and is the first.';
revoke execute on function gateway.describe_no_other_trip() from public;

create trigger memory_embeddings_describe_no_other_trip
    before insert on public.memory_embeddings
    for each row
    when (new.describes_trip is not null and current_user <> 'tripsage_embedding')
    execute function gateway.describe_no_other_trip();

create function gateway.describe_no_trip() returns trigger
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    new.describes_trip := null;
    return new;
end
$$;
comment on function gateway.describe_no_trip() is
    'What somebody makes of a trip''s description is a memory of their own, and no longer changes and goes with the trip.';
revoke execute on function gateway.describe_no_trip() from public;

create trigger memory_embeddings_describe_no_trip
    before update of content_text, content_type, user_id on public.memory_embeddings
    for each row
    when (old.describes_trip is not null
          and (old.content_text, old.content_type, old.user_id)
              is distinct from (new.content_text, new.content_type, new.user_id)
          and current_user <> 'tripsage_embedding')
    execute function gateway.describe_no_trip();

-- Those that say something else by now are no descriptions. The owner of the tables may be bound by their policies.
alter table public.trips             no force row level security;
alter table public.memory_embeddings no force row level security;

update public.memory_embeddings m
   set describes_trip = null
 where m.describes_trip is not null
   and not exists (select
                     from public.trips t
                    where t.id = m.describes_trip
                      and t.user_id = m.user_id
                      and t.description = m.content_text);

alter table public.trips             force row level security;
alter table public.memory_embeddings force row level security;

grant update (superseded_by) on public.memory_embeddings to tripsage_embedding;

set local role tripsage_embedding;

create or replace function embedding.describe_trip() returns trigger
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    delete from public.trip_embeddings e where e.trip_id = old.id;
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
        on conflict (kind, id) do update set due_at = now(), attempts = 0;
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
end
$$;

reset role;

drop trigger trips_enqueue on public.trips;
create trigger trips_enqueue
    after insert on public.trips
    for each row
    when (not gateway.is_blank(new.description))
    execute function embedding.enqueue_trip();

-- A memory that shows nothing, as other programs may store one, waits for nothing.
drop trigger memory_embeddings_enqueue on public.memory_embeddings;
create trigger memory_embeddings_enqueue
    after insert on public.memory_embeddings
    for each row
    when (new.embedding is null and not gateway.is_blank(new.content_text))
    execute function embedding.enqueue_memory();
