-- Knowledge of trips and people beyond one's own rows. A trip is seen by its members, and its members are seen by whoever
-- sees the trip: two policies that ask for each other. The functions of this schema break the circle. They act as a role that owns
-- nothing else: it sees the columns granted to it beside each table, through policies of its own, and no more.
-- See docs/decisions/0004-sharing-functions.md.

select gateway.create_owning_role('tripsage_sharing', 'sharing');

-- The functions look for their tables when they are called first; the rights that they need stand beside each table.
grant usage on schema public to tripsage_sharing;

set local role tripsage_sharing;

comment on schema sharing is 'Functions that tell of trips and people beyond one''s own rows.';
grant usage on schema sharing to authenticated;

create function sharing.caller() returns uuid
    language sql stable parallel safe
    return (nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub')::uuid;
comment on function sharing.caller() is 'auth.uid() for a role that has no access to the schema auth.';

create function sharing.shared_trips() returns uuid[]
    language plpgsql stable parallel safe security definer set search_path = pg_catalog, pg_temp as $$
declare
    caller constant uuid := sharing.caller();
begin
    return array(select m.trip_id
                   from public.trip_members m
                  where m.user_id = caller);
end $$;
comment on function sharing.shared_trips() is 'The trips that the caller is a member of.';

create function sharing.editable_trips() returns uuid[]
    language plpgsql stable parallel safe security definer set search_path = pg_catalog, pg_temp as $$
declare
    caller constant uuid := sharing.caller();
begin
    return array(select m.trip_id
                   from public.trip_members m
                  where m.user_id = caller
                    and m.role = 'editor');
end $$;
comment on function sharing.editable_trips() is 'The trips that the caller is a member of and may change.';

grant execute on function sharing.shared_trips(), sharing.editable_trips() to authenticated;

reset role;
