-- A trip is seen by its members, and its members are seen by whoever sees the trip: two policies that ask for each other.
-- The functions of this schema break the circle. They belong to a role that nobody logs in as and that owns nothing else:
-- it sees the columns granted to it beside each table, through policies of its own, and no more.

do $$
begin
    if to_regrole('tripsage_sharing') is null then
        begin
            create role tripsage_sharing nologin noinherit;
        exception when duplicate_object or unique_violation then
            null;
        end;
    end if;
end
$$;

-- The owner of the database creates what the role owns. PostgreSQL 16 tells becoming a role from having its rights; before
-- that, an owner that is no superuser also sees what the role sees.
do $$
begin
    if current_setting('server_version_num')::int < 160000 then
        if not pg_has_role('tripsage_sharing', 'MEMBER') then
            execute format('grant tripsage_sharing to %I', current_user);
        end if;
    elsif not pg_has_role('tripsage_sharing', 'SET') then
        execute format('grant tripsage_sharing to %I with inherit false, set true', current_user);
    end if;
end
$$;

create schema if not exists sharing authorization tripsage_sharing;

select set_config('gateway.owner', current_user, true);
set local role tripsage_sharing;

comment on schema sharing is 'What may be known of trips and people beyond one''s own rows.';
grant usage on schema sharing to authenticated;

-- Whoever writes a policy names the functions, without ever calling them.
do $$
begin
    execute format('grant usage on schema sharing to %I', current_setting('gateway.owner'));
end
$$;

create function sharing.caller() returns uuid
    language sql
    stable
    parallel safe
    return (nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub')::uuid;
comment on function sharing.caller() is 'auth.uid() for a role that has no access to the schema auth.';

create function sharing.shared_trips() returns uuid[]
    language plpgsql
    stable
    parallel safe
    security definer
    set search_path = ''
as $$
declare
    caller constant uuid := sharing.caller();
begin
    return array(select m.trip_id
                   from public.trip_members m
                  where m.user_id = caller);
end
$$;
comment on function sharing.shared_trips() is 'The trips that the caller is a member of.';

create function sharing.editable_trips() returns uuid[]
    language plpgsql
    stable
    parallel safe
    security definer
    set search_path = ''
as $$
declare
    caller constant uuid := sharing.caller();
begin
    return array(select m.trip_id
                   from public.trip_members m
                  where m.user_id = caller
                    and m.role = 'editor');
end
$$;
comment on function sharing.editable_trips() is 'The trips that the caller is a member of and may change.';

create function sharing.people(ids uuid[]) returns table (id uuid, email varchar)
    language plpgsql
    stable
    parallel safe
    security definer
    set search_path = ''
as $$
#variable_conflict use_column
declare
    caller constant uuid   := sharing.caller();
    shared constant uuid[] := sharing.shared_trips();
begin
    return query
    select u.id, u.email
      from public.users u
     where u.id = any (ids)
       and (u.id = caller
            or exists (select
                         from public.trips t
                        where t.user_id = u.id
                          and t.id = any (shared))
            or exists (select
                         from public.trip_members m
                         join public.trips t on t.id = m.trip_id
                        where m.user_id = u.id
                          and (t.user_id = caller or t.id = any (shared))));
end
$$;
comment on function sharing.people(uuid[]) is
    'Those of the users that the caller shares a trip with, whoever of them owns it, and the caller.';

create function sharing.share_trip(trip uuid, email text, role text) returns uuid
    language plpgsql
    security definer
    set search_path = ''
as $$
#variable_conflict use_column
declare
    caller constant uuid := sharing.caller();
    owner           uuid;
    found_users     uuid[];
begin
    select t.user_id into owner
      from public.trips t
     where t.id = trip;
    if caller is null or owner is null or (owner <> caller and trip <> all (sharing.shared_trips())) then
        raise exception 'there is no such trip' using errcode = 'no_data_found';
    end if;
    if owner <> caller then
        raise exception 'only its owner shares a trip' using errcode = 'insufficient_privilege';
    end if;

    found_users := array(select u.id
                           from public.users u
                          where u.email = share_trip.email);
    if found_users = '{}' then
        found_users := array(select u.id
                               from public.users u
                              where lower(u.email) = lower(share_trip.email));
    end if;
    -- Addresses that differ in case only may be two people's: then only the exact one will do.
    if cardinality(found_users) <> 1 then
        raise exception 'nobody with this address is known' using errcode = 'TS001';
    end if;
    if found_users[1] = owner then
        raise exception 'a trip is not shared with its owner' using errcode = 'TS002';
    end if;

    insert into public.trip_members as m (trip_id, user_id, role)
    values (trip, found_users[1], share_trip.role)
        on conflict (trip_id, user_id) do update
       set role = excluded.role
     where m.role <> excluded.role;
    return found_users[1];
end
$$;
comment on function sharing.share_trip(uuid, text, text) is
    'Makes the user with this address a viewer or an editor of the trip. Refuses with P0002 (no such trip for the caller), '
    '42501 (not its owner), TS001 (nobody with this address) or TS002 (the owner).';

revoke execute on all functions in schema sharing from public;
grant  execute on function sharing.shared_trips(),
                           sharing.editable_trips(),
                           sharing.people(uuid[]),
                           sharing.share_trip(uuid, text, text)
    to authenticated;

select set_config('role', current_setting('gateway.owner'), true);

-- The functions read their tables at the first call; the rights that they need stand beside each table.
grant usage on schema public to tripsage_sharing;

grant select (id, email) on public.users to tripsage_sharing;

create policy users_are_found_for_sharing on public.users
    for select to tripsage_sharing
    using (true);
