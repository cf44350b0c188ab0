-- Parts of a trip: rows that its members see, that its owner and editors change, and of which it holds at most 200.
-- A new one is its table, with id, trip_id, created_at, updated_at and version, and three calls:
--     select gateway.make_part_of_trip('public.documents');
--     select gateway.limit_per_trip('documents', 'public.documents');
--     select gateway.follow('public.documents', trip_id => 'row.trip_id');
-- A column that is added later takes the first and the last of them again, for its grants and for the change log.

create function gateway.make_part_of_trip(part regclass) returns void
    language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    name        constant text := (select c.relname from pg_class c where c.oid = part);
    -- The offset keeps the planner from reading all of the caller's trips into a hash first: one look-up for a row is less.
    is_seen     constant text := 'exists (select from public.trips t where t.id = trip_id offset 0)';
    is_editable constant text := 'exists (select from public.trips t where t.id = trip_id and (t.user_id = (select auth.uid())'
                                 ' or t.id = any ((select sharing.editable_trips())::uuid[])))';
    columns     constant text[] := gateway.writable_columns(part);
begin
    execute format('create or replace trigger %I before insert on %s for each row execute function gateway.begin_row()',
                   name || '_begin', part);
    perform gateway.count_versions(part);

    if not exists (select from pg_policy p where p.polrelid = part and p.polname = name || '_are_seen_with_the_trip') then
        execute format('alter table %s enable row level security', part);
        execute format('alter table %s force  row level security', part);
        execute format('create policy %I on %s for select to authenticated using (%s)',
                       name || '_are_seen_with_the_trip', part, is_seen);
        execute format('create policy %I on %s for insert to authenticated with check (%s)',
                       name || '_are_added_by_owner_and_editors', part, is_editable);
        execute format('create policy %I on %s for update to authenticated using (%s) with check (%3$s)',
                       name || '_are_changed_by_owner_and_editors', part, is_editable);
        execute format('create policy %I on %s for delete to authenticated using (%s)',
                       name || '_are_deleted_by_owner_and_editors', part, is_editable);
    end if;

    execute format('revoke all on %s from public, anon, authenticated', part);
    execute format('grant select, delete, insert (%s), update (%s) on %s to authenticated',
                   (select string_agg(quote_ident(c), ', ') from unnest(columns) as c),
                   (select string_agg(quote_ident(c), ', ') from unnest(columns) as c where c not in ('id', 'created_at')),
                   part);
end $$;
comment on function gateway.make_part_of_trip(regclass) is
    'Makes the rows of a table a part of their trip: whoever sees the trip sees them, its owner and editors change them, and they '
    'begin and count their versions like other rows.';

create function gateway.limit_per_trip(what text, variadic counted regclass[]) returns void
    language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    function constant text := format('gateway.%I', 'limit_' || what);
    part              record;
begin
    -- A trip after the other, in the order of their ids: so each statement has a plan that is made once.
    execute format($sql$
create function %1$s() returns trigger
    language plpgsql set search_path = pg_catalog, pg_temp as $body$
declare
    touched uuid[];
    trip    uuid;
begin
    if tg_op = 'UPDATE' then
        touched := array[new.trip_id];
    else
        touched := array(select distinct a.trip_id from added a order by a.trip_id);
    end if;
    foreach trip in array touched
    loop
        -- Writers of one trip wait for each other here, so that each of them counts what the one before has added.
        perform from public.trips t where t.id = trip for no key update;
        if exists (%2$s offset 200) then
            raise exception 'a trip holds at most 200 %3$s'
                  using errcode    = 'check_violation',
                        schema     = tg_table_schema,
                        table      = tg_table_name,
                        constraint = 'trip_holds_at_most_200_%3$s';
        end if;
    end loop;
    return null;
end $body$
        $sql$,
        function,
        (select string_agg(format('select from %s p where p.trip_id = trip', c), ' union all ') from unnest(counted) as c),
        what);
    execute format('revoke execute on function %s() from public', function);
    execute format('comment on function %s() is %L', function,
                   'Refuses more than 200 ' || what || ' of a trip, after an insert statement, whose rows are added, or after a row moved to '
                   'another trip. Exact in read committed and in serializable; a repeatable read would not see the rows that it waited '
                   'for. Written by gateway.limit_per_trip().');

    for part in select c.oid::regclass as id, c.relname as name from pg_class c where c.oid = any (counted)
    loop
        execute format('create trigger %I after insert on %s referencing new table as added'
                       ' for each statement execute function %s()',
                       part.name || '_are_limited', part.id, function);
        execute format('create trigger %I after update on %s for each row'
                       ' when (old.trip_id is distinct from new.trip_id) execute function %s()',
                       'moved_' || part.name || '_are_limited', part.id, function);
    end loop;
end $$;
comment on function gateway.limit_per_trip(text, regclass[]) is
    'Limits the rows of a trip in these tables, counted together, to 200.';
