-- What changed, for whoever wants to follow: one row for each change of a row, written by triggers in the transaction of the
-- writer, whoever that is. It names columns and keys and holds no value of a column. See docs/decisions/0010-change-log.md.

do $$
begin
    if to_regrole('tripsage_changelog') is null then
        begin
            create role tripsage_changelog nologin noinherit;
        exception when duplicate_object or unique_violation then
            null;
        end;
    end if;
end
$$;

do $$
begin
    if current_setting('server_version_num')::int < 160000 then
        if not pg_has_role('tripsage_changelog', 'MEMBER') then
            execute format('grant tripsage_changelog to %I', current_user);
        end if;
    elsif not pg_has_role('tripsage_changelog', 'SET') then
        execute format('grant tripsage_changelog to %I with inherit false, set true', current_user);
    end if;
end
$$;

-- Whom a change concerns is decided when it is delivered, from these columns.
grant usage on schema public to tripsage_changelog;
grant select (id, user_id)      on public.trips         to tripsage_changelog;
grant select (trip_id, user_id) on public.trip_members  to tripsage_changelog;
grant select (id, user_id)      on public.chat_sessions to tripsage_changelog;

create policy trips_are_found_for_the_change_log on public.trips
    for select to tripsage_changelog
    using (true);

create policy trip_members_are_found_for_the_change_log on public.trip_members
    for select to tripsage_changelog
    using (true);

create policy chat_sessions_are_found_for_the_change_log on public.chat_sessions
    for select to tripsage_changelog
    using (true);

create schema if not exists changelog authorization tripsage_changelog;

select set_config('gateway.owner', current_user, true);
set local role tripsage_changelog;

comment on schema changelog is 'The change log, and who may read what of it.';
grant usage on schema changelog to authenticated;

create function changelog.actor() returns uuid
    language sql
    stable
    parallel safe
    return case
               when nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub'
                    like '________-____-____-____-____________'
               then (nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub')::uuid
           end;
comment on function changelog.actor() is
    'auth.uid() for a role that has no access to the schema auth; null, instead of an error, for a subject that is no user.';

-- Without a cache ids come in the order in which they are taken, and a row's changes take theirs under its lock.
create sequence changelog.change_id cache 1;

create table changelog.change_log (
    id              bigint      not null default nextval('changelog.change_id'),
    xid             xid8        not null default pg_current_xact_id(),
    occurred_at     timestamptz not null default clock_timestamp(),
    table_name      text        not null,
    operation       text        not null,
    row_id          uuid        not null,
    trip_id         uuid,
    session_id      uuid,
    user_id         uuid,
    actor_id        uuid                 default changelog.actor(),
    row_version     int         not null,
    changed_columns text[]      not null default '{}',
    audience        uuid[],
    request_id      text                 default nullif(current_setting('gateway.request_id', true), '')
) partition by range (occurred_at);
comment on table changelog.change_log is
    'Every change of a row of a user table. Partitioned by days of UTC, which changelog.maintain() makes and drops.';
comment on column changelog.change_log.xid is 'The transaction, which a snapshot has seen or not: see changelog.position().';
comment on column changelog.change_log.row_id is 'For a member of a trip, the user.';
comment on column changelog.change_log.user_id is 'Whose row it is, where the row says so.';
comment on column changelog.change_log.changed_columns is 'What an update changed. Never api_keys, nor what is derived.';
comment on column changelog.change_log.audience is
    'Null: who sees the trip or the chat session when the change is delivered, and whoever was removed from the trip by it. '
    'Otherwise exactly these users.';

create index change_log_by_xid            on changelog.change_log (xid);
create index change_log_by_trip_xid       on changelog.change_log (trip_id, xid) where trip_id is not null;
create index change_log_by_session_xid    on changelog.change_log (session_id, xid) where session_id is not null;
create index change_log_by_xid_of_ends    on changelog.change_log (xid)
    where operation = 'DELETE' and table_name in ('trips', 'trip_members', 'chat_sessions');

-- A writer finds a partition also when no gateway has made today's.
create table changelog.change_log_default partition of changelog.change_log default;

-- Its owner writes to it in sessions with row_security = off too, where forced policies would be an error for the writer.
alter table changelog.change_log         enable row level security;
alter table changelog.change_log_default enable row level security;

create policy changes_are_seen_by_those_they_concern on changelog.change_log
    for select to authenticated
    using (
        audience is null and trip_id = any (array(select t.id from public.trips t))
        or audience is null and session_id = any (array(select s.id from public.chat_sessions s))
        or operation = 'DELETE' and table_name in ('trips', 'trip_members', 'chat_sessions')
           and (select changelog.actor()) = any (coalesce(audience, array[user_id]))
    );

grant select (id, xid, occurred_at, table_name, operation, row_id, trip_id, session_id, user_id, actor_id, row_version,
              changed_columns)
    on changelog.change_log to authenticated;

create table changelog.origin (
    singleton         boolean not null default true,
    epoch             uuid    not null default gen_random_uuid(),
    system_identifier bigint,
    database          oid,
    cursor_key        bytea   not null
                              default decode(replace(concat(gen_random_uuid(), gen_random_uuid()), '-', ''), 'hex'),
    first_id          bigint  not null default 0,
    dropped_xid       xid8,
    dropped_at        timestamptz,

    constraint origin_pkey       primary key (singleton),
    constraint there_is_one_only check (singleton)
);
comment on table changelog.origin is 'Which database the transactions of the log belong to, and what cursors into it need.';
comment on column changelog.origin.cursor_key is 'Signs cursors.';
comment on column changelog.origin.first_id is 'Changes up to here have transactions of a database that this one is a copy of.';
comment on column changelog.origin.dropped_xid is 'No later transaction has changes among those that are dropped, or soon will be.';
alter table changelog.origin enable row level security;

insert into changelog.origin default values;

create function changelog.position() returns pg_snapshot
    language plpgsql
    stable
    security definer
    set search_path = ''
as $$
declare
    seen  constant pg_snapshot := pg_current_snapshot();
    upper          xid8;
begin
    select (greatest(max(c.xid), (select o.dropped_xid from changelog.origin o), '0')::text::bigint + 1)::text::xid8
      into upper
      from changelog.change_log c
     where c.xid < pg_snapshot_xmax(seen);
    -- A transaction does not find itself among those in progress.
    upper := least(upper, pg_snapshot_xmax(seen), pg_current_xact_id_if_assigned());
    return concat_ws(':', least(pg_snapshot_xmin(seen), upper), upper,
                     coalesce((select string_agg(x::text, ',' order by x)
                                 from pg_snapshot_xip(seen) x
                                where x < upper), ''))::pg_snapshot;
end
$$;
comment on function changelog.position() is
    'The snapshot of the calling statement, cut off behind the last transaction that it sees in the log. After a crash '
    'PostgreSQL gives transactions again the numbers of some that had written nothing durable: a snapshot that has seen '
    'those would hide what the new ones write.';

do $do$
begin
    -- Where a provider keeps it to itself, a cursor can't tell that the database was recovered to a point in time.
    execute format('create function changelog.timeline() returns int language sql stable return %s',
                   case
                       when has_function_privilege('pg_walfile_name(pg_lsn)', 'execute')
                            and has_function_privilege('pg_current_wal_lsn()', 'execute')
                       then $$('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::int$$
                       else '0'
                   end);
end
$do$;
comment on function changelog.timeline() is
    'Which history of the server this is: another one after a recovery, which gives the numbers of transactions again.';

create function changelog.state()
    returns table (epoch uuid, timeline int, first_id bigint, dropped_xid xid8, latest pg_snapshot)
    language sql
    stable
    security definer
    set search_path = ''
as $$
    select o.epoch, changelog.timeline(), o.first_id, o.dropped_xid, changelog.position()
      from changelog.origin o
$$;
comment on function changelog.state() is 'Which cursors are good now, and the position of the calling statement.';

create function changelog.adopt() returns void
    language plpgsql
    set search_path = ''
    set lock_timeout = '3s'
as $$
declare
    server        bigint;
    this_database constant oid := (select d.oid from pg_database d where d.datname = current_database());
begin
    begin
        select s.system_identifier into server from pg_control_system() s;
    exception when insufficient_privilege then
        server := 0;
    end;
    update changelog.origin
       set system_identifier = server,
           database          = this_database
     where system_identifier is null;
    if exists (select
                 from changelog.origin o
                where (o.system_identifier, o.database) is distinct from (server, this_database)) then
        -- No writer may be between taking an id and committing.
        lock table changelog.change_log in share row exclusive mode;
        update changelog.origin o
           set epoch             = gen_random_uuid(),
               system_identifier = server,
               database          = this_database,
               first_id          = nextval('changelog.change_id'),
               dropped_xid       = null,
               dropped_at        = null
         where (o.system_identifier, o.database) is distinct from (server, this_database);
    end if;
end
$$;
comment on function changelog.adopt() is
    'Recognises a restored copy: its cursors are no longer good, and the changes that came with it are kept but not delivered, '
    'because their transactions are those of another database.';

create function changelog.maintain(retention interval) returns boolean
    language plpgsql
    set search_path = ''
    set lock_timeout = '200ms'
as $$
declare
    one_day  constant interval    := '24 hours';
    today    constant timestamptz := date_trunc('day', now(), 'UTC');
    cutoff   constant timestamptz := date_trunc('day', now() - retention, 'UTC');
    batch    constant int         := 50000;
    is_done           boolean     := true;
    day               timestamptz;
    name              text;
    origin            changelog.origin;
    last_xid          xid8;
    later_xid         xid8;
    removed           int;
begin
    if not pg_try_advisory_xact_lock(hashtext('changelog.maintain')) then
        return false;
    end if;

    for day in select generate_series(today, today + 3 * one_day, one_day)
    loop
        name := 'change_log_' || to_char(day at time zone 'UTC', 'YYYYMMDD');
        -- A day that began in the default partition stays there.
        if to_regclass('changelog.' || name) is null
           and day >= cutoff
           and not exists (select
                             from changelog.change_log c
                            where c.occurred_at >= day
                              and c.occurred_at < day + one_day) then
            begin
                execute format('create table changelog.%I (like changelog.change_log including defaults)', name);
                execute format('alter table changelog.%I enable row level security', name);
                execute format('alter table changelog.change_log attach partition changelog.%I for values from (%L) to (%L)',
                               name, day, day + one_day);
            exception
                when lock_not_available then is_done := false;
                when check_violation then null;
            end;
        end if;
    end loop;

    select * into origin from changelog.origin;
    select max(c.xid) into last_xid
      from changelog.change_log c
     where c.occurred_at < cutoff
       and c.id > origin.first_id;
    -- As long as a transaction is in progress that a cursor may wait for, nothing later than it goes.
    if last_xid >= pg_snapshot_xmin(pg_current_snapshot()) then
        return false;
    end if;
    -- First everybody learns which cursors are too old. What they stood for goes when no reader is left who did not know.
    if last_xid > coalesce(origin.dropped_xid, '0') then
        update changelog.origin set dropped_xid = last_xid, dropped_at = clock_timestamp();
        return false;
    end if;
    if origin.dropped_at > clock_timestamp() - interval '1 minute' then
        return false;
    end if;

    delete
      from changelog.change_log_default
     where ctid = any (array(select d.ctid
                               from changelog.change_log_default d
                              where d.occurred_at < cutoff
                                and (d.xid <= last_xid or d.id <= origin.first_id)
                              limit batch));
    get diagnostics removed = row_count;

    for name in
        select c.relname
          from pg_inherits i
          join pg_class c on c.oid = i.inhrelid
         where i.inhparent = 'changelog.change_log'::regclass
           and c.relname ~ '^change_log_\d{8}$'
           and to_date(right(c.relname, 8), 'YYYYMMDD')::timestamp at time zone 'UTC' < cutoff
    loop
        begin
            lock table changelog.change_log in access exclusive mode;
            -- Somebody may have committed meanwhile.
            execute format('select max(xid) from changelog.%I where id > $1', name) into later_xid using origin.first_id;
            if later_xid > coalesce(last_xid, '0') then
                is_done := false;
            else
                execute format('drop table changelog.%I', name);
            end if;
        exception when lock_not_available then
            is_done := false;
        end;
    end loop;
    return is_done and removed < batch;
end
$$;
comment on function changelog.maintain(interval) is
    'Makes the partitions of today and of the next three days, and drops what is older than the retention. Waits 200 ms at most '
    'for a lock. False: there is more to do, a minute later.';

-- One function for each table: comparing its columns by name costs less than asking what they are.

create function changelog.log_user() returns trigger
    language plpgsql
    security definer
    set search_path = ''
as $$
begin
    if tg_op = 'UPDATE' then
        insert into changelog.change_log (table_name, operation, row_id, user_id, row_version, changed_columns)
        values ('users', tg_op, new.id, new.id, new.version, array_remove(array[
            case when old.email is distinct from new.email then 'email' end,
            case when old.auth_provider is distinct from new.auth_provider then 'auth_provider' end,
            case when old.profile is distinct from new.profile then 'profile' end,
            case when old.preferences is distinct from new.preferences then 'preferences' end,
            case when old.travel_preferences is distinct from new.travel_preferences then 'travel_preferences' end,
            case when old.created_at is distinct from new.created_at then 'created_at' end
        ], null));
        return null;
    end if;
    if tg_op = 'DELETE' then
        insert into changelog.change_log (table_name, operation, row_id, user_id, row_version)
        values ('users', 'DELETE', old.id, old.id, old.version);
    end if;
    if tg_op = 'INSERT' then
        insert into changelog.change_log (table_name, operation, row_id, user_id, row_version)
        values ('users', 'INSERT', new.id, new.id, new.version);
    end if;
    return null;
end
$$;
comment on function changelog.log_user() is 'Logs a change of a user.';

create function changelog.log_trip() returns trigger
    language plpgsql
    security definer
    set search_path = ''
as $$
begin
    if tg_op = 'UPDATE' then
        insert into changelog.change_log (table_name, operation, row_id, trip_id, user_id, row_version, changed_columns)
        values ('trips', tg_op, new.id, new.id, new.user_id, new.version, array_remove(array[
            case when old.id is distinct from new.id then 'id' end,
            case when old.user_id is distinct from new.user_id then 'user_id' end,
            case when old.title is distinct from new.title then 'title' end,
            case when old.description is distinct from new.description then 'description' end,
            case when old.start_date is distinct from new.start_date then 'start_date' end,
            case when old.end_date is distinct from new.end_date then 'end_date' end,
            case when old.budget_total is distinct from new.budget_total then 'budget_total' end,
            case when old.budget_currency is distinct from new.budget_currency then 'budget_currency' end,
            case when old.status is distinct from new.status then 'status' end,
            case when old.destinations is distinct from new.destinations then 'destinations' end,
            case when old.metadata is distinct from new.metadata then 'metadata' end,
            case when old.created_at is distinct from new.created_at then 'created_at' end
        ], null));
        return null;
    end if;
    insert into changelog.change_log (table_name, operation, row_id, trip_id, user_id, row_version)
    values ('trips', 'INSERT', new.id, new.id, new.user_id, new.version);
    return null;
end
$$;
comment on function changelog.log_trip() is 'Logs a new trip or a change of one.';

create function changelog.log_trip_delete() returns trigger
    language plpgsql
    security definer
    set search_path = ''
    set row_security = on
as $$
begin
    insert into changelog.change_log (table_name, operation, row_id, trip_id, user_id, row_version, audience)
    values ('trips', 'DELETE', old.id, old.id, old.user_id, old.version,
            array(select m.user_id from public.trip_members m where m.trip_id = old.id) || old.user_id);
    return old;
end
$$;
comment on function changelog.log_trip_delete() is
    'Logs that a trip goes, with those who see it until then. What goes with it is logged for nobody.';

create function changelog.log_trip_member() returns trigger
    language plpgsql
    security definer
    set search_path = ''
    set row_security = on
as $$
begin
    if tg_op = 'UPDATE' and old.trip_id = new.trip_id and old.user_id = new.user_id then
        insert into changelog.change_log (table_name, operation, row_id, trip_id, user_id, row_version, changed_columns)
        values ('trip_members', tg_op, new.user_id, new.trip_id, new.user_id, new.version, array_remove(array[
            case when old.role is distinct from new.role then 'role' end,
            case when old.joined_at is distinct from new.joined_at then 'joined_at' end
        ], null));
        return null;
    end if;
    if tg_op <> 'INSERT' then
        insert into changelog.change_log (table_name, operation, row_id, trip_id, user_id, row_version, audience)
        values ('trip_members', 'DELETE', old.user_id, old.trip_id, old.user_id, old.version, case when not exists (select from public.trips t where t.id = old.trip_id) then '{}'::uuid[] end);
    end if;
    if tg_op <> 'DELETE' then
        insert into changelog.change_log (table_name, operation, row_id, trip_id, user_id, row_version)
        values ('trip_members', 'INSERT', new.user_id, new.trip_id, new.user_id, new.version);
    end if;
    return null;
end
$$;
comment on function changelog.log_trip_member() is 'Logs a change of a member of a trip.';

create function changelog.log_flight() returns trigger
    language plpgsql
    security definer
    set search_path = ''
    set row_security = on
as $$
begin
    if tg_op = 'UPDATE' and old.trip_id = new.trip_id and old.id = new.id then
        insert into changelog.change_log (table_name, operation, row_id, trip_id, row_version, changed_columns)
        values ('flights', tg_op, new.id, new.trip_id, new.version, array_remove(array[
            case when old.airline is distinct from new.airline then 'airline' end,
            case when old.flight_number is distinct from new.flight_number then 'flight_number' end,
            case when old.departure_airport is distinct from new.departure_airport then 'departure_airport' end,
            case when old.arrival_airport is distinct from new.arrival_airport then 'arrival_airport' end,
            case when old.departure_time is distinct from new.departure_time then 'departure_time' end,
            case when old.arrival_time is distinct from new.arrival_time then 'arrival_time' end,
            case when old.price is distinct from new.price then 'price' end,
            case when old.currency is distinct from new.currency then 'currency' end,
            case when old.booking_reference is distinct from new.booking_reference then 'booking_reference' end,
            case when old.status is distinct from new.status then 'status' end,
            case when old.raw_data is distinct from new.raw_data then 'raw_data' end,
            case when old.created_at is distinct from new.created_at then 'created_at' end
        ], null));
        return null;
    end if;
    if tg_op <> 'INSERT' then
        insert into changelog.change_log (table_name, operation, row_id, trip_id, row_version, audience)
        values ('flights', 'DELETE', old.id, old.trip_id, old.version, case when not exists (select from public.trips t where t.id = old.trip_id) then '{}'::uuid[] end);
    end if;
    if tg_op <> 'DELETE' then
        insert into changelog.change_log (table_name, operation, row_id, trip_id, row_version)
        values ('flights', 'INSERT', new.id, new.trip_id, new.version);
    end if;
    return null;
end
$$;
comment on function changelog.log_flight() is 'Logs a change of a flight.';

create function changelog.log_accommodation() returns trigger
    language plpgsql
    security definer
    set search_path = ''
    set row_security = on
as $$
begin
    if tg_op = 'UPDATE' and old.trip_id = new.trip_id and old.id = new.id then
        insert into changelog.change_log (table_name, operation, row_id, trip_id, row_version, changed_columns)
        values ('accommodations', tg_op, new.id, new.trip_id, new.version, array_remove(array[
            case when old.name is distinct from new.name then 'name' end,
            case when old.type is distinct from new.type then 'type' end,
            case when old.address is distinct from new.address then 'address' end,
            case when old.coordinates::text is distinct from new.coordinates::text then 'coordinates' end,
            case when old.check_in_date is distinct from new.check_in_date then 'check_in_date' end,
            case when old.check_out_date is distinct from new.check_out_date then 'check_out_date' end,
            case when old.price_per_night is distinct from new.price_per_night then 'price_per_night' end,
            case when old.total_price is distinct from new.total_price then 'total_price' end,
            case when old.currency is distinct from new.currency then 'currency' end,
            case when old.booking_reference is distinct from new.booking_reference then 'booking_reference' end,
            case when old.amenities is distinct from new.amenities then 'amenities' end,
            case when old.ratings is distinct from new.ratings then 'ratings' end,
            case when old.status is distinct from new.status then 'status' end,
            case when old.raw_data is distinct from new.raw_data then 'raw_data' end,
            case when old.created_at is distinct from new.created_at then 'created_at' end
        ], null));
        return null;
    end if;
    if tg_op <> 'INSERT' then
        insert into changelog.change_log (table_name, operation, row_id, trip_id, row_version, audience)
        values ('accommodations', 'DELETE', old.id, old.trip_id, old.version, case when not exists (select from public.trips t where t.id = old.trip_id) then '{}'::uuid[] end);
    end if;
    if tg_op <> 'DELETE' then
        insert into changelog.change_log (table_name, operation, row_id, trip_id, row_version)
        values ('accommodations', 'INSERT', new.id, new.trip_id, new.version);
    end if;
    return null;
end
$$;
comment on function changelog.log_accommodation() is 'Logs a change of a stay.';

create function changelog.log_memory() returns trigger
    language plpgsql
    security definer
    set search_path = ''
as $$
begin
    if tg_op = 'UPDATE' then
        insert into changelog.change_log (table_name, operation, row_id, user_id, row_version, changed_columns)
        values ('memory_embeddings', tg_op, new.id, new.user_id, new.version, array_remove(array[
            case when old.content_type is distinct from new.content_type then 'content_type' end,
            case when old.content_text is distinct from new.content_text then 'content_text' end,
            case when old.metadata is distinct from new.metadata then 'metadata' end,
            case when old.session_id is distinct from new.session_id then 'session_id' end,
            case when old.superseded_by is distinct from new.superseded_by then 'superseded_by' end,
            case when old.created_at is distinct from new.created_at then 'created_at' end,
            case when old.user_id is distinct from new.user_id then 'user_id' end
        ], null));
        return null;
    end if;
    if tg_op = 'DELETE' then
        insert into changelog.change_log (table_name, operation, row_id, user_id, row_version)
        values ('memory_embeddings', 'DELETE', old.id, old.user_id, old.version);
    end if;
    if tg_op = 'INSERT' then
        insert into changelog.change_log (table_name, operation, row_id, user_id, row_version)
        values ('memory_embeddings', 'INSERT', new.id, new.user_id, new.version);
    end if;
    return null;
end
$$;
comment on function changelog.log_memory() is 'Logs a change of a memory.';

create function changelog.log_memory_history() returns trigger
    language plpgsql
    security definer
    set search_path = ''
as $$
begin
    if tg_op = 'UPDATE' then
        insert into changelog.change_log (table_name, operation, row_id, user_id, row_version, changed_columns)
        values ('memory_history', tg_op, new.id, new.user_id, new.version, array_remove(array[
            case when old.memory_id is distinct from new.memory_id then 'memory_id' end,
            case when old.user_id is distinct from new.user_id then 'user_id' end,
            case when old.content_text is distinct from new.content_text then 'content_text' end,
            case when old.replaced_at is distinct from new.replaced_at then 'replaced_at' end
        ], null));
        return null;
    end if;
    if tg_op = 'DELETE' then
        insert into changelog.change_log (table_name, operation, row_id, user_id, row_version)
        values ('memory_history', 'DELETE', old.id, old.user_id, old.version);
    end if;
    if tg_op = 'INSERT' then
        insert into changelog.change_log (table_name, operation, row_id, user_id, row_version)
        values ('memory_history', 'INSERT', new.id, new.user_id, new.version);
    end if;
    return null;
end
$$;
comment on function changelog.log_memory_history() is 'Logs a change of a former text of a memory.';

create function changelog.log_chat_session() returns trigger
    language plpgsql
    security definer
    set search_path = ''
as $$
begin
    if tg_op = 'UPDATE' then
        insert into changelog.change_log (table_name, operation, row_id, session_id, user_id, row_version, changed_columns)
        values ('chat_sessions', tg_op, new.id, new.id, new.user_id, new.version, array_remove(array[
            case when old.id is distinct from new.id then 'id' end,
            case when old.user_id is distinct from new.user_id then 'user_id' end,
            case when old.title is distinct from new.title then 'title' end,
            case when old.agent_used is distinct from new.agent_used then 'agent_used' end,
            case when old.session_state is distinct from new.session_state then 'session_state' end,
            case when old.created_at is distinct from new.created_at then 'created_at' end
        ], null));
        return null;
    end if;
    if tg_op = 'DELETE' then
        insert into changelog.change_log (table_name, operation, row_id, session_id, user_id, row_version, audience)
        values ('chat_sessions', 'DELETE', old.id, old.id, old.user_id, old.version, array[old.user_id]);
    end if;
    if tg_op = 'INSERT' then
        insert into changelog.change_log (table_name, operation, row_id, session_id, user_id, row_version)
        values ('chat_sessions', 'INSERT', new.id, new.id, new.user_id, new.version);
    end if;
    return null;
end
$$;
comment on function changelog.log_chat_session() is 'Logs a change of a chat session.';

create function changelog.log_chat_message() returns trigger
    language plpgsql
    security definer
    set search_path = ''
    set row_security = on
as $$
begin
    if tg_op = 'UPDATE' and old.session_id = new.session_id and old.id = new.id then
        insert into changelog.change_log (table_name, operation, row_id, session_id, row_version, changed_columns)
        values ('chat_messages', tg_op, new.id, new.session_id, new.version, array_remove(array[
            case when old.role is distinct from new.role then 'role' end,
            case when old.content is distinct from new.content then 'content' end,
            case when old.metadata is distinct from new.metadata then 'metadata' end,
            case when old.tool_calls is distinct from new.tool_calls then 'tool_calls' end,
            case when old.created_at is distinct from new.created_at then 'created_at' end
        ], null));
        return null;
    end if;
    if tg_op <> 'INSERT' then
        insert into changelog.change_log (table_name, operation, row_id, session_id, row_version, audience)
        values ('chat_messages', 'DELETE', old.id, old.session_id, old.version, case when not exists (select from public.chat_sessions s where s.id = old.session_id) then '{}'::uuid[] end);
    end if;
    if tg_op <> 'DELETE' then
        insert into changelog.change_log (table_name, operation, row_id, session_id, row_version)
        values ('chat_messages', 'INSERT', new.id, new.session_id, new.version);
    end if;
    return null;
end
$$;
comment on function changelog.log_chat_message() is 'Logs a change of a chat message.';

revoke execute on all functions in schema changelog from public;
grant  execute on function changelog.actor(), changelog.position(), changelog.state() to authenticated;

-- The days ahead, before anything is written.
select changelog.maintain('7 days');

do $$
begin
    execute format('grant usage on schema changelog to %1$I;'
                   ' grant execute on all functions in schema changelog to %1$I', current_setting('gateway.owner'));
end
$$;

reset role;

create trigger users_log
    after insert or update or delete on public.users
    for each row execute function changelog.log_user();

create trigger trips_log
    after insert or update on public.trips
    for each row execute function changelog.log_trip();

-- After a delete the members are gone. Last by name, when no other trigger keeps the row.
create trigger trips_zz_log_delete
    before delete on public.trips
    for each row execute function changelog.log_trip_delete();

create trigger trip_members_log
    after insert or update or delete on public.trip_members
    for each row execute function changelog.log_trip_member();

create trigger flights_log
    after insert or update or delete on public.flights
    for each row execute function changelog.log_flight();

create trigger accommodations_log
    after insert or update or delete on public.accommodations
    for each row execute function changelog.log_accommodation();

create trigger memory_history_log
    after insert or update or delete on public.memory_history
    for each row execute function changelog.log_memory_history();

create trigger chat_messages_log
    after insert or update or delete on public.chat_messages
    for each row execute function changelog.log_chat_message();

-- To get a vector, or to be seen again, makes no new version of a memory.
create trigger memory_embeddings_log
    after insert or delete on public.memory_embeddings
    for each row execute function changelog.log_memory();

create trigger memory_embeddings_log_update
    after update on public.memory_embeddings
    for each row
    when (old.version <> new.version)
    execute function changelog.log_memory();

-- A session also gets a new version with each of its messages, which are logged themselves.
create trigger chat_sessions_log
    after insert or delete on public.chat_sessions
    for each row execute function changelog.log_chat_session();

create trigger chat_sessions_log_update
    after update on public.chat_sessions
    for each row
    when ((old.id, old.user_id, old.title, old.agent_used, old.session_state, old.created_at)
          is distinct from
          (new.id, new.user_id, new.title, new.agent_used, new.session_state, new.created_at))
    execute function changelog.log_chat_session();
