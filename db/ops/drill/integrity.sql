-- What must hold in a restored copy whatever the live server says. An error names what doesn't.
\set ON_ERROR_STOP on
set search_path = pg_catalog;

do $$
declare
    wrong text;
begin
    select string_agg(k.conrelid::regclass || '.' || k.conname, ', ') into wrong
      from pg_constraint k
     where not k.convalidated;
    if wrong is not null then
        raise exception 'constraints that are not validated: %', wrong;
    end if;

    select string_agg(i.indexrelid::regclass::text, ', ') into wrong
      from pg_index i
     where not (i.indisvalid and i.indisready);
    if wrong is not null then
        raise exception 'invalid indexes: %', wrong;
    end if;

    -- The same rule as CatalogueTests has.
    select string_agg(c.oid::regclass::text, ', ') into wrong
      from pg_class c
     where c.relnamespace in ('public'::regnamespace, 'gateway'::regnamespace, 'changelog'::regnamespace)
       and c.relname not in ('sharing_mode', 'places', 'health_thresholds', 'flyway_schema_history')
       and c.relkind in ('r', 'p')
       and not (c.relrowsecurity and (c.relforcerowsecurity or c.relnamespace = 'changelog'::regnamespace));
    if wrong is not null then
        raise exception 'tables without forced row-level security: %', wrong;
    end if;

    select string_agg(rolname, ', ') into wrong
      from pg_roles
     where rolbypassrls
       and (rolname in ('anon', 'authenticated') or rolname like 'tripsage\_%');
    if wrong is not null then
        raise exception 'roles that row-level security does not bind: %', wrong;
    end if;
end $$;
