-- Lists are in the order of making. now() is when a transaction began, so it told apart neither the rows of one transaction nor
-- those of two that overlap, and random ids decided. See docs/decisions/0022-order-of-making.md.

create function gateway.begin_row() returns trigger
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    made_at constant timestamptz := clock_timestamp();
begin
    if new.created_at = now() then
        new.created_at := made_at;
    end if;
    if new.updated_at = now() then
        new.updated_at := made_at;
    end if;
    if tg_table_name = 'chat_sessions' then
        if new.last_activity = now() then
            new.last_activity := made_at;
        end if;
    end if;
    return new;
end
$$;
comment on function gateway.begin_row() is
    'Has a row begin when it is made: the default, now(), is when its transaction began. Any other time is left to the writer.';
revoke execute on function gateway.begin_row() from public;

-- Rows that are there get their positions in the order in which they are stored, which is that of making where none was changed.
alter table public.trips             add column position bigint generated always as identity;
alter table public.trip_members      add column position bigint generated always as identity;
alter table public.flights           add column position bigint generated always as identity;
alter table public.accommodations    add column position bigint generated always as identity;
alter table public.memory_embeddings add column position bigint generated always as identity;
alter table public.chat_sessions     add column position bigint generated always as identity;

comment on column public.trips.position             is 'Orders those that are equal otherwise, as they were made.';
comment on column public.trip_members.position      is 'Orders those that are equal otherwise, as they were made.';
comment on column public.flights.position           is 'Orders those that are equal otherwise, as they were made.';
comment on column public.accommodations.position    is 'Orders those that are equal otherwise, as they were made.';
comment on column public.memory_embeddings.position is 'Orders those that are equal otherwise, as they were made.';
comment on column public.chat_sessions.position     is 'Orders those that are equal otherwise, as they were made.';

create trigger trips_begin
    before insert on public.trips
    for each row execute function gateway.begin_row();

create trigger flights_begin
    before insert on public.flights
    for each row execute function gateway.begin_row();

create trigger accommodations_begin
    before insert on public.accommodations
    for each row execute function gateway.begin_row();

create trigger memory_embeddings_begin
    before insert on public.memory_embeddings
    for each row execute function gateway.begin_row();

create trigger chat_sessions_begin
    before insert on public.chat_sessions
    for each row execute function gateway.begin_row();

alter table public.trip_members alter column joined_at set default clock_timestamp();

-- A memory was last seen when it was made, until it is seen again.
alter table public.memory_embeddings alter column last_seen_at drop default;
comment on column public.memory_embeddings.last_seen_at is 'When the same fact was added again; null when it was not.';

create index trips_by_user_start_or_none_position on public.trips (user_id, (coalesce(start_date, 'infinity'::date)), position);
create index trips_by_user_created_position on public.trips (user_id, created_at, position);
create index memory_embeddings_by_user_created_position on public.memory_embeddings (user_id, created_at, position);
create index chat_sessions_by_user_activity_position on public.chat_sessions (user_id, last_activity, position);
drop index public.trips_by_user_start_or_none_id;
drop index public.trips_by_user_created_id;
drop index public.memory_embeddings_by_user_created_id;
drop index public.chat_sessions_by_user_activity_id;

-- The messages of a session are followed forward, so no message may come before one that a reader has seen already. The lock on
-- the session is held until the commit: who takes a later position commits later.
create sequence public.chat_messages_position;
-- Whoever may add messages takes positions, other programs' roles too.
grant usage on sequence public.chat_messages_position to public;

alter table public.chat_messages add column position bigint;
alter sequence public.chat_messages_position owned by public.chat_messages.position;
comment on column public.chat_messages.position is
    'Where the message stands in its session. Taken under the lock on the session, so that it orders commits too.';

-- The owner of the table may be bound by its policies.
alter table public.chat_messages no force row level security;
alter table public.chat_messages disable trigger user;

update public.chat_messages m
   set position = placed.position
  from (select id, row_number() over (order by created_at, ctid) as position
          from public.chat_messages) as placed
 where m.id = placed.id;

select setval('public.chat_messages_position', coalesce(max(position), 0) + 1, false) from public.chat_messages;

alter table public.chat_messages enable trigger user;
alter table public.chat_messages force row level security;
alter table public.chat_messages alter column position set not null;

create unique index chat_messages_by_session_position on public.chat_messages (session_id, position);
drop index public.chat_messages_by_session_created_id;

create function gateway.place_message() returns trigger
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    perform
       from public.chat_sessions s
      where s.id = new.session_id
         or tg_op = 'UPDATE' and s.id = old.session_id
      order by s.id
        for no key update;
    new.position := nextval('public.chat_messages_position');
    if tg_op = 'INSERT' and new.created_at = now() then
        new.created_at := clock_timestamp();
        new.updated_at := new.created_at;
    end if;
    return new;
end
$$;
comment on function gateway.place_message() is
    'Puts a message behind those of its session, and behind whoever else adds to the session and has not committed yet.';
revoke execute on function gateway.place_message() from public;

create trigger chat_messages_place
    before insert on public.chat_messages
    for each row execute function gateway.place_message();

create trigger moved_chat_messages_place
    before update on public.chat_messages
    for each row
    when (old.session_id is distinct from new.session_id)
    execute function gateway.place_message();

create or replace function gateway.count_messages() returns trigger
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    touched uuid[];
begin
    if tg_op = 'INSERT' then
        -- The sessions are locked, since the messages took their places.
        update public.chat_sessions s
           set message_count = (select count(*) from public.chat_messages m where m.session_id = s.id),
               last_activity = greatest(s.last_activity, added.newest)
          from (select c.session_id, max(c.created_at) as newest from changed c group by c.session_id) as added
         where s.id = added.session_id;
        return null;
    end if;
    if tg_op = 'UPDATE' then
        touched := array[old.session_id, new.session_id];
    else
        touched := array(select distinct c.session_id from changed c);
    end if;

    -- Writers of one session wait for each other here, so that each of them counts what the one before has done.
    perform
       from public.chat_sessions s
      where s.id = any (touched)
      order by s.id
        for no key update;

    update public.chat_sessions s
       set message_count = (select count(*) from public.chat_messages m where m.session_id = s.id),
           last_activity = greatest(s.last_activity, case when s.id = new.session_id then new.created_at end)
     where s.id = any (touched);
    return null;
end
$$;
