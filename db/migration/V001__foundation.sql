-- What the tables stand on: extensions, the roles of a request, auth.uid(), and the functions that belong to no table.
-- Supabase has most of it already, under the same names and with the same meaning; then it stays as it is.

create extension if not exists vector      with schema public;
create extension if not exists pg_trgm     with schema public;
create extension if not exists pgcrypto    with schema public;
create extension if not exists "uuid-ossp" with schema public;

-- Extensions that help where the server has them, and that nothing depends on.
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
end
$$;

-- Roles belong to the whole server: another database, being migrated at this moment, may be the first to create them.
do $$
declare
    wanted text;
begin
    foreach wanted in array array['anon', 'authenticated']
    loop
        if to_regrole(wanted) is null then
            begin
                execute format('create role %I nologin noinherit', wanted);
            exception when duplicate_object or unique_violation then
                null;
            end;
        end if;
    end loop;
end
$$;

do $$
begin
    if to_regnamespace('auth') is null then
        create schema auth;
        grant usage on schema auth to anon, authenticated;
    end if;

    -- After a transaction the setting is '', not null.
    if to_regprocedure('auth.uid()') is null then
        create function auth.uid() returns uuid
            language sql
            stable
            parallel safe
            return (nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub')::uuid;
        comment on function auth.uid() is 'Who is asking: the subject of the token, or null.';
    end if;
end
$$;

grant usage on schema public to authenticated;

create schema if not exists gateway;
comment on schema gateway is
    'What the gateway keeps for itself: the history of the migrations and the functions behind the tables.';
grant usage on schema gateway to authenticated;

create function gateway.next_version() returns trigger
    language plpgsql
    set search_path = ''
as $$
begin
    new.version    := old.version + 1;
    new.updated_at := now();
    return new;
end
$$;
comment on function gateway.next_version() is 'Counts the versions of a row, whoever writes it and whatever the writer says.';
revoke execute on function gateway.next_version() from public;

create function gateway.json_merge_patch(target jsonb, patch jsonb) returns jsonb
    language sql
    immutable
    parallel safe
    set search_path = ''
as $$
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
    'RFC 7396: the members of the patch replace those of the target, a null removes one. Without a patch nothing changes.';
revoke execute on function gateway.json_merge_patch(jsonb, jsonb) from public;
grant  execute on function gateway.json_merge_patch(jsonb, jsonb) to authenticated;
