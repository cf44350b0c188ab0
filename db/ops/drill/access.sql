-- Row-level security at work in a restored copy, for each table of the users': a stranger sees no row, nobody may empty it, and
-- each of some users sees all rows that are their own. Nothing is changed.
\set ON_ERROR_STOP on
begin;
set local search_path = pg_catalog;

do $$
declare
    stranger constant uuid := gen_random_uuid();
    owners   constant uuid[] := array(select distinct user_id from public.trips order by user_id limit 20);
    tables   constant regclass[] := array(select c.oid::regclass
                                            from pg_class c
                                           where c.relnamespace = 'public'::regnamespace
                                             and c.relkind in ('r', 'p')
                                             and c.relrowsecurity
                                             and exists (select
                                                           from pg_attribute a
                                                          where a.attrelid = c.oid
                                                            and a.attnum > 0
                                                            and has_column_privilege('authenticated', c.oid, a.attnum, 'select')));
    operator constant text := current_user;
    owner_of text;
    who      uuid;
    relation regclass;
    count    bigint;
    own      bigint;
    checked  int := 0;
begin
    if cardinality(owners) = 0 then
        raise exception 'there are no trips, so that nothing can be checked';
    end if;
    foreach relation in array tables loop
        owner_of := case
                        when relation = 'public.users'::regclass then 'id'
                        when exists (select from pg_attribute a where a.attrelid = relation and a.attname = 'user_id') then 'user_id'
                    end;
        if has_table_privilege('authenticated', relation, 'truncate') or has_table_privilege('anon', relation, 'select') then
            raise exception '% is granted to those who may not have it', relation;
        end if;

        perform set_config('request.jwt.claims', json_build_object('sub', stranger)::text, true);
        perform set_config('role', 'authenticated', true);
        execute format('select count(*) from %s', relation) into count;
        perform set_config('role', operator, true);
        if count > 0 then
            raise exception 'a stranger sees % rows of %', count, relation;
        end if;
        checked := checked + 1;

        continue when owner_of is null;
        foreach who in array owners loop
            perform set_config('request.jwt.claims', json_build_object('sub', who)::text, true);
            perform set_config('role', 'authenticated', true);
            execute format('select count(*) from %s where %I = $1', relation, owner_of) into count using who;
            perform set_config('role', operator, true);
            execute format('select count(*) from %s where %I = $1', relation, owner_of) into own using who;
            if count <> own then
                raise exception '% sees % rows of %, and has %', who, count, relation, own;
            end if;
            checked := checked + 1;
        end loop;
    end loop;
    raise notice '% cases of % tables', checked, cardinality(tables);
end $$;
rollback;
