-- Links to a trip, for people whose address nobody knows: one that makes whoever accepts it a member, and one that shows the trip to
-- people without an account. See docs/decisions/0062-links.md.

create table public.trip_invitation_links (
    id         uuid        not null default gen_random_uuid(),
    trip_id    uuid        not null,
    hash       bytea       not null,
    role       varchar(20) not null,
    max_uses   int         not null,
    uses       int         not null default 0,
    expires_at timestamptz not null,
    created_at timestamptz not null default clock_timestamp(),
    updated_at timestamptz not null default now(),
    version    int         not null default 1,

    constraint trip_invitation_links_pkey                  primary key (id),
    constraint trip_invitation_link_belongs_to_a_trip      foreign key (trip_id) references public.trips (id)
                                                           on delete cascade,
    constraint trip_invitation_link_hash_is_unique         unique (hash),
    constraint trip_invitation_link_hash_is_a_sha256       check (length(hash) = 32),
    constraint trip_invitation_link_role_is_known          check (role in ('viewer', 'editor')),
    constraint trip_invitation_link_lets_in_at_most_200    check (max_uses between 1 and 200),
    constraint trip_invitation_link_is_used_as_it_may_be   check (uses between 0 and max_uses),
    constraint trip_invitation_link_ends_after_it_began    check (expires_at > created_at)
);
comment on table public.trip_invitation_links is
    'Links that make whoever is signed in and has the secret a member of a trip. The owner of the trip makes, sees and deletes them.';
comment on column public.trip_invitation_links.hash is 'The SHA-256 of the secret. Nobody but a function reads it.';
comment on column public.trip_invitation_links.uses is 'How many have joined by it, or got a higher role.';

create index trip_invitation_links_by_trip on public.trip_invitation_links (trip_id, created_at);

select gateway.count_versions('public.trip_invitation_links');

-- Not for members: as an invitation, a link is not an event of the trip.
select gateway.follow('public.trip_invitation_links',
                      user_id => '(select t.user_id from public.trips t where t.id = row.trip_id)');

select gateway.limit_per_trip('invitation_links', 'public.trip_invitation_links');

alter table public.trip_invitation_links enable row level security, force row level security;

create policy trip_invitation_links_are_their_owners on public.trip_invitation_links for all to authenticated
    using (exists (select from public.trips t where t.id = trip_id and t.user_id = (select auth.uid())));

revoke all on public.trip_invitation_links from public, anon, authenticated;
grant select (id, trip_id, role, max_uses, uses, expires_at, created_at),
      insert (trip_id, hash, role, max_uses, expires_at),
      delete
    on public.trip_invitation_links to authenticated;

grant select (id, trip_id, hash, role, max_uses, uses, expires_at), update (uses)
    on public.trip_invitation_links to tripsage_sharing;

create policy trip_invitation_links_are_found_for_sharing on public.trip_invitation_links for select to tripsage_sharing using (true);

create policy trip_invitation_links_are_used on public.trip_invitation_links for update to tripsage_sharing using (true);

create policy trip_members_are_raised_by_a_link on public.trip_members for update to tripsage_sharing
    using (user_id = (select sharing.caller())) with check (user_id = (select sharing.caller()));

set local role tripsage_sharing;

create function sharing.accept_link(hash bytea) returns uuid
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
    caller constant uuid := sharing.caller();
    link            record;
    owner           uuid;
    held            text;
begin
    select l.id, l.trip_id, l.role into link from public.trip_invitation_links l where l.hash = accept_link.hash;
    -- Whoever joins a trip does so one after the other, so that each counts those before.
    select t.user_id into owner from public.trips t where t.id = link.trip_id for no key update;
    if owner is null
       or exists (select
                    from public.user_blocks b
                   where (b.user_id, b.blocked_id) in ((caller, owner), (owner, caller))) then
        return null;
    end if;
    select m.role into held from public.trip_members m where m.trip_id = link.trip_id and m.user_id = caller;
    if owner = caller or held in ('editor', link.role) then
        return link.trip_id;
    end if;
    update public.trip_invitation_links l
       set uses = l.uses + 1
     where l.id = link.id
       and l.uses < l.max_uses
       and l.expires_at > clock_timestamp();
    if not found then
        return null;
    end if;
    insert into public.trip_members (trip_id, user_id, role)
    values (link.trip_id, caller, link.role)
        on conflict (trip_id, user_id) do update
       set role = excluded.role;
    return link.trip_id;
end $$;
comment on function sharing.accept_link(bytea) is
    'Makes the caller a member of the trip of a link, or an editor who was a viewer, and returns the trip; also where the caller has it '
    'already, which uses nothing up. Null, without saying why, where no such link lets the caller in.';

grant execute on function sharing.accept_link(bytea) to authenticated;

reset role;

-- A public link is an access token of the owner's for one trip, whose holder is not the owner but the link itself: nobody, to all
-- policies but those of this role, which sees the trip of the link that is calling and of it the columns that are public.
select gateway.create_owning_role('tripsage_links', 'links');

alter table public.access_tokens
    add column trip_id uuid,
    add constraint access_token_is_for_a_trip         foreign key (trip_id) references public.trips (id) on delete cascade,
    add constraint access_token_of_a_trip_reads_a_link check ((trip_id is not null) = (scope = 'link:read'));
comment on column public.access_tokens.trip_id is 'The trip that the token shows to the public; null of a token that acts for its user.';

create index access_tokens_by_trip on public.access_tokens (trip_id) where trip_id is not null;

select gateway.count_versions('public.access_tokens', uncounted => array['last_used_at']);
select gateway.follow('public.access_tokens', user_id => 'row.user_id', derived => array['last_used_at']);

grant select (trip_id), insert (trip_id) on public.access_tokens to authenticated;
grant select (trip_id) on public.access_tokens to tripsage_tokens;

create policy access_tokens_are_for_own_trips on public.access_tokens as restrictive for insert to authenticated
    with check (trip_id is null
                or exists (select from public.trips t where t.id = trip_id and t.user_id = (select auth.uid())));

grant usage on schema public to tripsage_links;
grant select (id, user_id, trip_id, expires_at, revoked_at) on public.access_tokens to tripsage_links;
grant select (id, user_id, title, start_date, end_date, destinations) on public.trips to tripsage_links;
grant select (id, trip_id, departure_airport, arrival_airport, departure_time, arrival_time, status, position)
    on public.flights to tripsage_links;
grant select (id, trip_id, coordinates, check_in_date, check_out_date, status, position) on public.accommodations to tripsage_links;

set local role tripsage_links;

comment on schema links is 'What a public link shows of its trip.';
grant usage on schema links to authenticated;

create function links.caller() returns uuid
    language sql stable parallel safe
    return (nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub')::uuid;
comment on function links.caller() is 'auth.uid() for a role that has no access to the schema auth.';
-- Whoever reads a view executes the functions in the policies behind it.
grant execute on function links.caller() to authenticated;

reset role;

create policy access_tokens_show_their_own_trip on public.access_tokens for select to tripsage_links
    using (id = (select links.caller()) and trip_id is not null and revoked_at is null and expires_at > now());

-- Whose trip it is by now: a link ends with the ownership of the one who has made it.
create policy trips_are_shown_by_their_link on public.trips for select to tripsage_links
    using (exists (select from public.access_tokens k where k.trip_id = trips.id and k.user_id = trips.user_id));

create policy flights_are_shown_by_a_link on public.flights for select to tripsage_links
    using (exists (select from public.trips t where t.id = trip_id));

create policy accommodations_are_shown_by_a_link on public.accommodations for select to tripsage_links
    using (exists (select from public.trips t where t.id = trip_id));

set local role tripsage_links;

create view links.trips with (security_barrier) as
select t.title,
       t.start_date,
       t.end_date,
       array(select left(name, 200)
               from jsonb_array_elements(case jsonb_typeof(t.destinations) when 'array' then t.destinations else '[]' end)
                    with ordinality as d (destination, place),
                    coalesce(case when jsonb_typeof(d.destination) = 'string' then d.destination #>> '{}' end,
                             case when jsonb_typeof(d.destination -> 'name') = 'string' then d.destination ->> 'name' end) as name
              where name is not null
              order by d.place
              limit 100) as destinations
  from public.trips t;
comment on view links.trips is 'The trip of the link that is calling: title, days and the names of its destinations.';

create view links.flights with (security_barrier) as
select f.departure_airport, f.arrival_airport, f.departure_time, f.arrival_time, f.position
  from public.flights f
 where f.status <> 'cancelled';
comment on view links.flights is 'Where the trip of the link that is calling flies, and when.';

create view links.accommodations with (security_barrier) as
select point(round(a.coordinates[0]::numeric, 1)::float8, round(a.coordinates[1]::numeric, 1)::float8) as area,
       a.check_in_date,
       a.check_out_date,
       a.position
  from public.accommodations a
 where a.status <> 'cancelled';
comment on view links.accommodations is 'When the trip of the link that is calling stays, and where, to some ten kilometres.';

grant select on links.trips, links.flights, links.accommodations to authenticated;

reset role;
