-- The life of a row: when it begins (docs/decisions/0022-order-of-making.md), and its versions.

create function gateway.begin_row() returns trigger
    language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    made_at constant timestamptz := clock_timestamp();
begin
    new.created_at := case when new.created_at = now() then made_at else new.created_at end;
    new.updated_at := case when new.updated_at = now() then made_at else new.updated_at end;
    if tg_table_name = 'chat_sessions' then
        if new.last_activity = now() then
            new.last_activity := made_at;
        end if;
    end if;
    return new;
end $$;
comment on function gateway.begin_row() is
    'Gives a row the time when it is made, where it would have that of its transaction, now(). Other times are left to the writer.';

create function gateway.writable_columns(of regclass) returns text[]
    language sql stable parallel safe
    return array(select a.attname::text
                   from pg_catalog.pg_attribute a
                  where a.attrelid = writable_columns.of
                    and a.attnum > 0
                    and not a.attisdropped
                    and a.attgenerated = ''
                    and a.attidentity = ''
                    and a.attname not in ('version', 'updated_at')
                  order by a.attnum);
comment on function gateway.writable_columns(regclass) is
    'The columns of a table that are written by its users: not generated, and not counted by the triggers of this file.';

create function gateway.count_versions(counted regclass, uncounted text[] default '{}') returns void
    language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    name     constant text := (select c.relname from pg_class c where c.oid = counted) || '_next_version';
    function constant text := format('gateway.%I', name);
begin
    -- Generated columns follow from the others, and are not there yet. Comparing whole rows costs less than comparing columns by name.
    execute format($sql$
create or replace function %s() returns trigger
    language plpgsql set search_path = pg_catalog, pg_temp as $body$
begin
    new.version    := old.version;
    new.updated_at := old.updated_at;
    %s
    if new *<> old then
        new.version    := old.version + 1;
        new.updated_at := clock_timestamp();
    end if;
    return new;
end $body$
        $sql$,
        function,
        (select coalesce(string_agg(format('old.%1$I := new.%1$I;', a.attname), E'\n    ' order by a.attnum), '')
           from pg_attribute a
          where a.attrelid = counted
            and (a.attgenerated <> '' or a.attname = any (uncounted))));
    execute format('revoke execute on function %s() from public', function);
    execute format('comment on function %s() is %L', function,
                   'Counts the versions of a row of ' || counted || '. Written by gateway.count_versions().');
    execute format('create or replace trigger %I before update%s on %s for each row execute function %s()',
                   name,
                   (select ' of version, updated_at, ' || string_agg(quote_ident(c), ', ')
                      from unnest(gateway.writable_columns(counted)) as c
                     where uncounted <> '{}'
                       and c <> all (uncounted)),
                   counted, function);
end $$;
comment on function gateway.count_versions(regclass, text[]) is
    'Counts the changes of the rows of a table, whoever writes them and whatever version the writer gives. An update that changes '
    'nothing, or uncounted columns alone, does not count. To be called again after a generated column was added.';

create function gateway.limit_per_user(counted regclass, most int, counting text default 'true') returns void
    language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    name     constant text := (select c.relname from pg_class c where c.oid = counted);
    rule     constant text := format('user_has_at_most_%s_%s', most, name);
    function constant text := format('gateway.%I', format('limit_%s_to_%s', name, most));
begin
    execute format($sql$
create function %1$s() returns trigger
    language plpgsql set search_path = pg_catalog, pg_temp as $body$
begin
    -- Writers of one user wait for each other here, so that each of them counts what the one before has added.
    perform from public.users u where u.id = new.user_id for no key update;
    if exists (select from %2$s c where c.user_id = new.user_id and %3$s offset %4$s) then
        raise exception %5$L
              using errcode = 'check_violation', schema = tg_table_schema, table = tg_table_name, constraint = %6$L;
    end if;
    return null;
end $body$
        $sql$, function, counted, counting, most, replace(rule, '_', ' '), rule);
    execute format('revoke execute on function %s() from public', function);
    execute format('comment on function %s() is %L', function,
                   format('Refuses more than %s rows of a user. Written by gateway.limit_per_user().', most));
    execute format('create trigger %I after insert on %s for each row execute function %s()',
                   format('%s_are_limited_to_%s', name, most), counted, function);
end $$;
comment on function gateway.limit_per_user(regclass, int, text) is
    'Writes the trigger that refuses more than so many rows of a user, of those that count: a condition on the row c.';
