-- The partitions of the change log: days of UTC, made ahead and dropped when they are old.

set local role tripsage_changelog;

create function changelog.maintain(retention interval) returns boolean
    language plpgsql set search_path = pg_catalog, pg_temp set lock_timeout = '200ms' as $$
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
end $$;
comment on function changelog.maintain(interval) is
    'Makes the partitions of today and of the next three days, and drops what is older than the retention. Waits 200 ms at most '
    'for a lock. False: more is to be done, a minute later.';

-- The days ahead, before anything is written.
select changelog.maintain('7 days');

reset role;
