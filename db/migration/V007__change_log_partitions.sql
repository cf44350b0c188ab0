-- The partitions of the change log: days of UTC, made ahead. When they are too old for events their rows move to the audit log, whose
-- partitions are months, and go from there when they are too old for the audit too. See docs/decisions/0050-audit-trail.md.

set local role tripsage_changelog;

create table changelog.audit_log (like changelog.change_log including defaults) partition by range (occurred_at);
comment on table changelog.audit_log is
    'The changes that are too old for events, as they were in the change log. Partitioned by months of UTC, which changelog.maintain() '
    'makes and drops.';

create index audit_log_by_actor_time   on changelog.audit_log (actor_id, occurred_at) where actor_id is not null;
create index audit_log_by_user_time    on changelog.audit_log (user_id, occurred_at) where user_id is not null;
create index audit_log_by_trip_time    on changelog.audit_log (trip_id, occurred_at) where trip_id is not null;
create index audit_log_by_session_time on changelog.audit_log (session_id, occurred_at) where session_id is not null;

alter table changelog.audit_log enable row level security;

create function changelog.make_audit_month(moment timestamptz) returns void
    language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    month constant timestamptz := date_trunc('month', moment, 'UTC');
    name  constant text        := 'audit_log_' || to_char(month at time zone 'UTC', 'YYYYMM');
begin
    if to_regclass('changelog.' || name) is null then
        execute format('create table changelog.%I (like changelog.change_log including defaults)', name);
        execute format('alter table changelog.%I enable row level security', name);
        execute format('alter table changelog.audit_log attach partition changelog.%I for values from (%L) to (%L)',
                       name, month, date_trunc('month', month + interval '32 days', 'UTC'));
    end if;
end $$;
comment on function changelog.make_audit_month(timestamptz) is 'Makes the partition of the audit log for the month of a moment.';

create function changelog.maintain(retention interval, audit_retention interval default '365 days') returns boolean
    language plpgsql set search_path = pg_catalog, pg_temp set lock_timeout = '200ms' as $$
declare
    one_day  constant interval    := '24 hours';
    today    constant timestamptz := date_trunc('day', now(), 'UTC');
    cutoff   constant timestamptz := date_trunc('day', now() - retention, 'UTC');
    oldest   constant timestamptz := date_trunc('day', now() - audit_retention, 'UTC');
    batch    constant int         := 50000;
    is_done           boolean     := true;
    day               timestamptz;
    name              text;
    origin            changelog.origin;
    last_xid          xid8;
    has_more          boolean;
    moved             int         := 0;
    removed                   int;
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

    for name in
        select c.relname
          from pg_inherits i
          join pg_class c on c.oid = i.inhrelid
         where i.inhparent = 'changelog.change_log'::regclass
           and (c.relname = 'change_log_default'
                or c.relname ~ '^change_log_\d{8}$'
                   and to_date(right(c.relname, 8), 'YYYYMMDD')::timestamp at time zone 'UTC' < cutoff)
         order by c.relname
    loop
        begin
            for day in execute format('select distinct date_trunc(''month'', occurred_at, ''UTC'') from changelog.%I'
                                      ' where occurred_at >= $1 and occurred_at < $2', name) using oldest, cutoff
            loop
                perform changelog.make_audit_month(day);
            end loop;
            -- In pieces, so that no statement takes long; what is moved is in one of the two tables at any time.
            execute format($sql$
                with moved as (
                    delete from changelog.%1$I
                     where ctid = any (array(select d.ctid
                                               from changelog.%1$I d
                                              where d.occurred_at < $1
                                                and (d.xid <= $2 or d.id <= $3)
                                              limit $4))
                    returning *),
                kept as (insert into changelog.audit_log select * from moved where occurred_at >= $5)
                select count(*) from moved
                $sql$, name) into removed using cutoff, last_xid, origin.first_id, batch - moved, oldest;
            moved := moved + removed;
        exception when lock_not_available then
            is_done := false;
        end;
        exit when moved >= batch;
        continue when name = 'change_log_default';
        begin
            lock table changelog.change_log in access exclusive mode;
            -- Somebody may have committed meanwhile.
            execute format('select exists (select from changelog.%I)', name) into has_more;
            if has_more then
                is_done := false;
            else
                execute format('drop table changelog.%I', name);
            end if;
        exception when lock_not_available then
            is_done := false;
        end;
    end loop;

    for name in
        select c.relname
          from pg_inherits i
          join pg_class c on c.oid = i.inhrelid
         where i.inhparent = 'changelog.audit_log'::regclass
           and (to_date(right(c.relname, 6), 'YYYYMM')::timestamp + interval '1 month') at time zone 'UTC' <= oldest
    loop
        begin
            lock table changelog.audit_log in access exclusive mode;
            execute format('drop table changelog.%I', name);
        exception when lock_not_available then
            is_done := false;
        end;
    end loop;
    return is_done and moved < batch;
end $$;
comment on function changelog.maintain(interval, interval) is
    'Makes the partitions of today and of the next three days, moves what is older than the retention to the audit log, and drops '
    'there what is older than the other. Waits 200 ms at most for a lock. False: more is to be done, a minute later.';

-- The days ahead, before anything is written.
select changelog.maintain('7 days');

reset role;
