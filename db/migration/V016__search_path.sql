-- Names in functions are looked up in pg_catalog alone. With an empty search_path PostgreSQL still looks first among the
-- temporary objects of the session: a domain pg_temp.uuid of the caller's would have its CHECK run as the owner of the
-- function, or as the owner of the table when a trigger fires for a row that goes with another one.

do $$
declare
    changed record;
begin
    for changed in
        select f.oid::regprocedure as function, owner.rolname as owner
          from pg_proc f
          join pg_roles owner on owner.oid = f.proowner
         where f.pronamespace in ('gateway'::regnamespace, 'sharing'::regnamespace, 'embedding'::regnamespace,
                                  'changelog'::regnamespace)
           and f.proconfig @> array['search_path=""']
    loop
        execute format('set local role %I', changed.owner);
        execute format('alter function %s set search_path = pg_catalog, pg_temp', changed.function);
        reset role;
    end loop;
end
$$;
