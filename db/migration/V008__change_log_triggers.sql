-- The triggers that write the change log, one line for each table, in the file of the table. Comparing columns by name costs less
-- than asking in the trigger what they are, so their function is written here, from the catalogue, when it is asked for.
--
-- After a column was added, its table is followed again:
--     alter table public.flights add column seat varchar(10);
--     select gateway.follow('public.flights', trip_id => 'row.trip_id');

create function gateway.follow(followed   regclass,
                               row_id     text   default 'row.id',
                               trip_id    text   default null,
                               session_id text   default null,
                               user_id    text   default null,
                               told       text   default null,
                               unnamed    text[] default '{}',
                               derived    text[] default '{}') returns void
    language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    owner      constant text := current_user;
    name       constant text := (select c.relname from pg_class c where c.oid = followed);
    function   constant text := format('changelog.%I', 'log_' || name);
    -- The row of a trip or a chat session that a row of the table goes with.
    parent     constant text := (select format('%s p where p.%I = old.%I', k.confrelid::regclass, o.attname, a.attname)
                                   from pg_constraint k
                                   join pg_attribute a on a.attrelid = k.conrelid and k.conkey  = array[a.attnum]
                                   join pg_attribute o on o.attrelid = k.confrelid and k.confkey = array[o.attnum]
                                  where k.conrelid = followed
                                    and k.contype = 'f'
                                    and 'row.' || a.attname in (trip_id, session_id));
    -- A row that moves ends for those who saw it there, and begins for those who see it here.
    identity   constant text := case when parent is not null then concat_ws(', ', row_id, trip_id, session_id) end;
    keys       constant text := concat_ws(', ', 'row_id', case when trip_id is not null then 'trip_id' end,
                                          case when session_id is not null then 'session_id' end,
                                          case when user_id is not null then 'user_id' end, 'row_version');
    key_values constant text := concat_ws(', ', row_id, trip_id, session_id, user_id, 'row.version');
    audience   constant text := coalesce(told,
                                         'case when not exists (select from ' || parent || ') then ''{}''::uuid[] end',
                                         'null');
    columns    constant text[] := array(select c.name
                                          from unnest(gateway.writable_columns(followed)) as c (name)
                                         where c.name <> all (unnamed || derived)
                                           and 'row.' || c.name <> all (string_to_array(coalesce(identity, ''), ', ')));
    -- A point can't be compared, but its text can.
    changes    constant text := (select string_agg(format(case when a.atttypid = 'point'::regtype
                                                               then 'case when old.%1$I::text is distinct from new.%1$I::text then %1$L end'
                                                               else 'case when old.%1$I is distinct from new.%1$I then %1$L end'
                                                          end, a.attname), E',\n            ' order by a.attnum)
                                   from pg_attribute a
                                  where a.attrelid = followed
                                    and a.attname = any (columns));
begin
    perform set_config('role', 'tripsage_changelog', true);
    execute format($sql$
create or replace function %1$s() returns trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp%2$s as $body$
begin
    if tg_op = 'UPDATE'%3$s then
        insert into changelog.change_log (table_name, operation, %4$s, changed_columns)
        values (%5$L, tg_op, %6$s, array_remove(array[
            %7$s
        ], null));
        return null;
    end if;
    if tg_op <> 'INSERT' then
        insert into changelog.change_log (table_name, operation, %4$s, audience)
        values (%5$L, 'DELETE', %8$s, %9$s);
    end if;
    if tg_op <> 'DELETE' then
        insert into changelog.change_log (table_name, operation, %4$s)
        values (%5$L, 'INSERT', %6$s);
    end if;
    return old;
end $body$
        $sql$,
        function,
        case when concat(told, parent, user_id) ~ 'public\.' then ' set row_security = on' end,
        ' and (' || replace(identity, 'row.', 'old.') || ') = (' || replace(identity, 'row.', 'new.') || ')',
        keys,
        name,
        replace(key_values, 'row.', 'new.'),
        changes,
        replace(key_values, 'row.', 'old.'),
        replace(audience, 'row.', 'old.'));
    execute format('comment on function %s() is %L', function,
                   'Logs a change of a row of ' || followed || '. Written by gateway.follow().');
    perform set_config('role', owner, true);

    execute format('create or replace trigger %I after insert%s on %s for each row execute function %s()',
                   name || '_log', case when told is null then ' or delete' end, followed, function);
    -- A new version means that something has changed; a new version for derived columns alone is not logged.
    execute format('create or replace trigger %I after update on %s for each row when (%s) execute function %s()',
                   name || '_log_update', followed,
                   case
                       when derived = '{}' then 'old.version <> new.version'
                       else (select format('(%s) is distinct from (%s)', string_agg(format('old.%I', c), ', '),
                                           string_agg(format('new.%I', c), ', '))
                               from unnest(columns) as c)
                   end, function);
    -- Those who are told must still be there. Last by name, when no other trigger keeps the row.
    if told is not null then
        execute format('create or replace trigger %I before delete on %s for each row execute function %s()',
                       name || '_zz_log_delete', followed, function);
    end if;
end $$;
comment on function gateway.follow(regclass, text, text, text, text, text, text[], text[]) is
    'Has the change log follow a table. The texts are expressions over the row: its id, the trip or the chat session that it belongs '
    'to, the user whose row it is, and those who are told of its end; otherwise the end of what goes with its trip or session is told '
    'to nobody. Unnamed columns are logged without their names; a change of derived ones alone is not logged.';
