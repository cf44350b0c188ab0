-- The ground of all tables: extensions, the roles of a request, auth.uid(), and the schema of the gateway itself.
-- Supabase has most of it already, under the same names and with the same meaning; there it stays as it is.

create extension if not exists vector      with schema public;
create extension if not exists pg_trgm     with schema public;
create extension if not exists pgcrypto    with schema public;
create extension if not exists "uuid-ossp" with schema public;

-- Extensions that are useful where the server has them. Nothing depends on them.
do $$
declare
    extension text;
begin
    for extension in
        select name
          from pg_available_extensions
         where name in ('pg_stat_statements', 'vectorscale')
           and installed_version is null
    loop
        begin
            execute format('create extension %I with schema public', extension);
            if extension = 'pg_stat_statements' then
                -- All callers are one role to it, so that each would read the statements of the others.
                revoke all    on public.pg_stat_statements, public.pg_stat_statements_info from public;
                grant  select on public.pg_stat_statements, public.pg_stat_statements_info to pg_read_all_stats;
            end if;
        exception when others then
            raise notice 'goes without the extension %: %', extension, sqlerrm;
        end;
    end loop;
end $$;

create schema if not exists gateway;
comment on schema gateway is 'The functions behind the tables, the gateway''s own tables, and the history of the migrations.';
-- Whoever writes a row computes its generated columns with functions of this schema. Its tables stay closed.
grant usage on schema gateway to public;

create function gateway.create_role(role text) returns void
    language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    if to_regrole(role) is null then
        execute format('create role %I nologin noinherit', role);
    end if;
exception when duplicate_object or unique_violation then
    -- Roles belong to the whole server: another database, being migrated at this moment, was faster.
    null;
end $$;
comment on function gateway.create_role(text) is 'Creates a role that nobody logs in as, unless the server has it already.';

create function gateway.create_owning_role(role text, schema text) returns void
    language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    owner constant text := current_user;
begin
    perform gateway.create_role(role);
    -- PostgreSQL 16 tells becoming a role from having its rights; before, an owner that is not a superuser gets both.
    if current_setting('server_version_num')::int < 160000 then
        if not pg_has_role(role, 'MEMBER') then
            execute format('grant %I to %I', role, owner);
        end if;
    elsif not pg_has_role(role, 'SET') then
        execute format('grant %I to %I with inherit false, set true', role, owner);
    end if;
    execute format('create schema if not exists %I authorization %I', schema, role);

    perform set_config('role', role, true);
    execute format('grant usage on schema %I to %I', schema, owner);
    alter default privileges revoke execute on functions from public;
    execute format('alter default privileges grant execute on functions to %I', owner);
    perform set_config('role', owner, true);
end $$;
comment on function gateway.create_owning_role(text, text) is
    'Creates a role and its schema, for functions that act with the rights of this role and no others. The owner of the database '
    'can become the role. What it makes, only that owner may execute, who needs this for triggers and policies, until it is granted '
    'to others.';

-- The roles of a request: without a token and with one.
select gateway.create_role(role) from unnest(array['anon', 'authenticated']) as role;

grant usage on schema public to authenticated;

do $$
begin
    if to_regnamespace('auth') is null then
        create schema auth;
        grant usage on schema auth to anon, authenticated;
    end if;

    -- After a transaction the setting is '', not null.
    if to_regprocedure('auth.uid()') is null then
        create function auth.uid() returns uuid
            language sql stable parallel safe
            return (nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub')::uuid;
        comment on function auth.uid() is 'The caller: the subject of the token, or null.';
    end if;
end $$;

create function gateway.json_merge_patch(target jsonb, patch jsonb) returns jsonb
    language sql immutable parallel safe set search_path = pg_catalog, pg_temp as $$
    select case
               when jsonb_typeof(patch) = 'object' then (
                   select coalesce(jsonb_object_agg(key, merged), '{}')
                     from (select key,
                                  case
                                      when p.value is null then t.value
                                      else gateway.json_merge_patch(t.value, p.value)
                                  end as merged
                             from jsonb_each(case when jsonb_typeof(target) = 'object' then target else '{}' end) as t
                             full join jsonb_each(patch) as p using (key)
                            where p.value is distinct from 'null') as members)
               else coalesce(patch, target)
           end
$$;
comment on function gateway.json_merge_patch(jsonb, jsonb) is
    'A merge patch as in RFC 7396: its members replace those of the target, and a null removes one. Null instead of a patch changes '
    'nothing.';
