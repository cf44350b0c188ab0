-- The change log: one row for each change of a row, written by triggers in the transaction of the writer, whoever that is.
-- It names columns and keys and holds no value of a column. See docs/decisions/0010-change-log.md.

select gateway.create_owning_role('tripsage_changelog', 'changelog');

grant usage on schema public to tripsage_changelog;

set local role tripsage_changelog;

comment on schema changelog is 'The change log, and the functions that write and read it.';
grant usage on schema changelog to authenticated;

create function changelog.actor() returns uuid
    language sql stable parallel safe
    return case
               when nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub'
                    like '________-____-____-____-____________'
               then (nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub')::uuid
           end;
comment on function changelog.actor() is
    'auth.uid() for a role that has no access to the schema auth. A subject that can''t be a user is null here instead of an error.';

create function changelog.token() returns uuid
    language sql stable parallel safe
    return case
               when current_setting('request.jwt.claims', true) like '%"token_id"%'
                    and current_setting('request.jwt.claims', true)::jsonb ->> 'token_id'
                        ~ '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$'
               then (current_setting('request.jwt.claims', true)::jsonb ->> 'token_id')::uuid
           end;
comment on function changelog.token() is 'The access token with which the caller came; null for a caller without one.';

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
    token_id        uuid                 default changelog.token(),
    row_version     int         not null,
    changed_columns text[]      not null default '{}',
    audience        uuid[],
    request_id      text                 default nullif(current_setting('gateway.request_id', true), '')
) partition by range (occurred_at);
comment on table changelog.change_log is
    'Every change of a row of a user table. Partitioned by days of UTC, which changelog.maintain() makes, and empties into the audit log.';
comment on column changelog.change_log.xid is 'The transaction, which a snapshot has seen or not: see changelog.position().';
comment on column changelog.change_log.row_id is 'For a member of a trip, the user.';
comment on column changelog.change_log.user_id is 'The user whose row it is, where the row says so.';
comment on column changelog.change_log.token_id is 'The access token with which the actor made the change.';
comment on column changelog.change_log.changed_columns is 'The columns that an update changed. Never api_keys, nor what is derived.';
comment on column changelog.change_log.audience is
    'The only users who may know of the change. Null: those who see the trip or the chat session when the change is delivered, and a '
    'member who was removed from the trip by it.';

create index change_log_by_xid            on changelog.change_log (xid);
create index change_log_by_trip_xid       on changelog.change_log (trip_id, xid) where trip_id is not null;
create index change_log_by_session_xid    on changelog.change_log (session_id, xid) where session_id is not null;
-- For the audit, see V032.
create index change_log_by_actor_time     on changelog.change_log (actor_id, occurred_at) where actor_id is not null;
create index change_log_by_user_time      on changelog.change_log (user_id, occurred_at) where user_id is not null;
create index change_log_by_xid_of_ends    on changelog.change_log (xid)
    where operation = 'DELETE' and table_name in ('trips', 'trip_members', 'chat_sessions');

-- A writer finds a partition also when no gateway has made today's.
create table changelog.change_log_default partition of changelog.change_log default;

-- Its owner writes to it in sessions with row_security = off too, where forced policies would be an error for the writer.
alter table changelog.change_log         enable row level security;
alter table changelog.change_log_default enable row level security;

create table changelog.origin (
    singleton         boolean not null default true,
    epoch             uuid    not null default gen_random_uuid(),
    system_identifier bigint,
    database          oid,
    relation          oid,
    timeline          int,
    ended_timelines   bigint[] not null default '{}',
    cursor_key        bytea   not null
                              default decode(replace(concat(gen_random_uuid(), gen_random_uuid()), '-', ''), 'hex'),
    first_id          bigint  not null default 0,
    dropped_xid       xid8,
    dropped_at        timestamptz,

    constraint origin_pkey       primary key (singleton),
    constraint there_is_one_only check (singleton)
);
comment on table changelog.origin is 'The database that the transactions of the log belong to, and what cursors into it need.';
comment on column changelog.origin.relation is 'This table, as long as it is not the copy that a dump makes.';
comment on column changelog.origin.ended_timelines is
    'The timelines that the server has gone on from without a loss, each followed by its end in the write-ahead log.';
comment on column changelog.origin.cursor_key is 'The key that signs cursors.';
comment on column changelog.origin.first_id is
    'The last id of the changes that came with a copy: their transactions are those of the database that this one is a copy of.';
comment on column changelog.origin.dropped_xid is
    'The latest transaction with changes among those that are dropped, or soon will be.';
alter table changelog.origin enable row level security;

insert into changelog.origin default values;

create function changelog.position() returns pg_snapshot
    language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
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
end $$;
comment on function changelog.position() is
    'The snapshot of the calling statement, cut off behind the last transaction that it sees in the log. After a crash '
    'PostgreSQL gives transactions again the numbers of some that had written nothing durable: a snapshot that has seen '
    'those would hide what the new ones write.';

do $do$
declare
    is_told constant boolean := has_function_privilege('pg_walfile_name(pg_lsn)', 'execute')
                                and has_function_privilege('pg_current_wal_lsn()', 'execute')
                                and has_function_privilege('pg_current_wal_flush_lsn()', 'execute');
begin
    -- Where a provider keeps them to itself, a cursor can't tell that the database was recovered to a point in time.
    execute format('create function changelog.timeline() returns int language sql stable return %s',
                   case
                       when is_told then $$('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::int$$
                       else '0'
                   end);
    execute format('create function changelog.wal_position() returns bigint language sql volatile return %s',
                   case when is_told then $$(pg_current_wal_flush_lsn() - '0/0')::bigint$$ else '0' end);
end
$do$;
comment on function changelog.timeline() is
    'The number of the server''s history: another one after a recovery, which gives the numbers of transactions again.';
comment on function changelog.wal_position() is
    'The end of the write-ahead log on disk, where a server is again after a crash. With synchronous commits everything is in it that a '
    'snapshot of before sees.';

create function changelog.ended_timelines() returns bigint[]
    language sql stable set search_path = pg_catalog, pg_temp as $$
    select case
               when o.timeline = changelog.timeline() then o.ended_timelines
               when o.timeline + 1 = changelog.timeline()
                    and pg_last_xact_replay_timestamp()
                    > greatest(pg_postmaster_start_time(), (select a.stats_reset from pg_stat_archiver a))
               then o.ended_timelines || array[o.timeline, (pg_last_wal_replay_lsn() - '0/0')::bigint]
           end
      from changelog.origin o
$$;
comment on function changelog.ended_timelines() is
    'The timelines that this one goes on from, and where each ended. A standby that is promoted knows where, until it is started '
    'again or recovers from a crash: it ran already when the last transaction was made that it has replayed. Null after any other recovery, '
    'and where there was one in between of which the origin doesn''t know.';

create function changelog.state()
    returns table (epoch uuid, timeline int, first_id bigint, dropped_xid xid8, latest pg_snapshot,
                   wal_position bigint, ended_timelines bigint[])
    language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select o.epoch, changelog.timeline(), o.first_id, o.dropped_xid, changelog.position(),
           changelog.wal_position(), changelog.ended_timelines()
      from changelog.origin o
$$;
comment on function changelog.state() is 'The origin that a cursor must have to be good now, and the position of the calling statement.';

create function changelog.adopt() returns void
    language plpgsql set search_path = pg_catalog, pg_temp set lock_timeout = '3s' as $$
declare
    server        bigint;
    this_database constant oid := (select d.oid from pg_database d where d.datname = current_database());
begin
    begin
        select s.system_identifier into server from pg_control_system() s;
    exception when insufficient_privilege then
        server := 0;
    end;
    update changelog.origin o
       set system_identifier = server,
           database          = this_database,
           relation          = o.tableoid,
           timeline          = changelog.timeline()
     where system_identifier is null;
    if exists (select
                 from changelog.origin o
                where (o.system_identifier, o.database, o.relation) is distinct from (server, this_database, o.tableoid)) then
        -- No writer may be between taking an id and committing.
        lock table changelog.change_log in share row exclusive mode;
        update changelog.origin o
           set epoch             = gen_random_uuid(),
               system_identifier = server,
               database          = this_database,
               relation          = o.tableoid,
               timeline          = changelog.timeline(),
               ended_timelines   = '{}',
               first_id          = nextval('changelog.change_id'),
               dropped_xid       = null,
               dropped_at        = null
         where (o.system_identifier, o.database, o.relation) is distinct from (server, this_database, o.tableoid);
    elsif exists (select from changelog.origin o where o.timeline is distinct from changelog.timeline()) then
        update changelog.origin o
           set epoch           = case when changelog.ended_timelines() is null then gen_random_uuid() else o.epoch end,
               ended_timelines = coalesce(changelog.ended_timelines(), '{}'),
               timeline        = changelog.timeline()
         where o.timeline is distinct from changelog.timeline();
    end if;
end $$;
comment on function changelog.adopt() is
    'Recognises a restored copy: cursors of before are not good there, and where it is a dump''s, the changes that came with it are kept '
    'but not delivered, because their transactions are those of another database. Where a standby was promoted, they stay good.';

create function changelog.expire_cursors() returns void
    language sql set search_path = pg_catalog, pg_temp as $$
    update changelog.origin
       set epoch           = gen_random_uuid(),
           ended_timelines = '{}',
           timeline        = changelog.timeline()
$$;
comment on function changelog.expire_cursors() is
    'Has all subscribers begin anew. To be called by whoever has set the database back without PostgreSQL''s knowing, for instance with '
    'a snapshot of its disks.';

grant execute on function changelog.actor(), changelog.token(), changelog.position(), changelog.state() to authenticated;

reset role;
