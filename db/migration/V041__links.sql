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

grant select (id, trip_id, hash, role, max_uses, uses, expires_at, created_at), update (uses)
    on public.trip_invitation_links to tripsage_sharing;

create policy trip_invitation_links_are_found_for_sharing on public.trip_invitation_links for select to tripsage_sharing using (true);

create policy trip_invitation_links_are_used on public.trip_invitation_links for update to tripsage_sharing using (true);

-- Who was removed from a trip or got a lower role there, whoever did it, has a link of before in the hand. Who has left may come back.
create table gateway.trip_removals (
    trip_id    uuid        not null,
    user_id    uuid        not null,
    removed_at timestamptz not null default clock_timestamp(),
    role       varchar(20),

    constraint trip_removals_pkey          primary key (trip_id, user_id),
    constraint trip_removal_is_from_a_trip foreign key (trip_id) references public.trips (id) on delete cascade,
    constraint trip_removal_is_of_a_user   foreign key (user_id) references public.users (id) on delete cascade,
    constraint trip_removal_leaves_less    check (role = 'viewer')
);
comment on table gateway.trip_removals is
    'The users who were removed from a trip or got a lower role there, until they are editors. Links that were made before give them '
    'nothing that they haven''t got since.';
comment on column gateway.trip_removals.role is
    'What was left to them, or given since, and links that were made before give as well; null of who was removed altogether.';

create index trip_removals_by_user on gateway.trip_removals (user_id);

alter table gateway.trip_removals enable row level security, force row level security;

create policy trip_removals_are_noted on gateway.trip_removals for all to tripsage_sharing using (true);

revoke all on gateway.trip_removals from public, anon, authenticated;
grant usage on schema gateway to tripsage_sharing;
grant select, insert (trip_id, user_id, role), update (removed_at, role), delete on gateway.trip_removals to tripsage_sharing;

create policy trip_members_are_raised_by_a_link on public.trip_members for update to tripsage_sharing
    using (user_id = (select sharing.caller())) with check (user_id = (select sharing.caller()));

set local role tripsage_sharing;

create function sharing.note_removal() returns trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    held constant text := case when tg_op <> 'INSERT' then old.role end;
    has  constant text := case when tg_op <> 'DELETE' then new.role end;
begin
    if has = 'editor' then
        delete from gateway.trip_removals r where r.trip_id = new.trip_id and r.user_id = new.user_id;
    elsif held is null then
        update gateway.trip_removals r set role = has where r.trip_id = new.trip_id and r.user_id = new.user_id;
    elsif held is distinct from has
          and old.user_id is distinct from sharing.caller()
          -- Nobody is removed from a trip that is gone, nor is somebody who is.
          and exists (select from public.trips t where t.id = old.trip_id)
          and exists (select from public.users u where u.id = old.user_id) then
        insert into gateway.trip_removals (trip_id, user_id, role)
        values (old.trip_id, old.user_id, has)
            on conflict (trip_id, user_id) do update
           set removed_at = excluded.removed_at,
               role       = excluded.role;
    end if;
    return null;
end $$;
comment on function sharing.note_removal() is
    'Notes whom somebody else has removed from a trip or given a lower role, after the member''s row has changed, and what they got since.';

create function sharing.accept_link(hash bytea) returns uuid
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
    caller constant uuid := sharing.caller();
    link            record;
    owner           uuid;
    held            text;
begin
    select l.id, l.trip_id, l.role, l.created_at into link from public.trip_invitation_links l where l.hash = accept_link.hash;
    -- Whoever joins a trip does so one after the other, so that each counts those before.
    select t.user_id into owner from public.trips t where t.id = link.trip_id for no key update;
    if owner is null
       or exists (select
                    from public.user_blocks b
                   where (b.user_id, b.blocked_id) in ((caller, owner), (owner, caller))) then
        return null;
    end if;
    -- A removal at this moment is waited for.
    select m.role into held from public.trip_members m where m.trip_id = link.trip_id and m.user_id = caller for no key update;
    if owner = caller or held in ('editor', link.role) then
        return link.trip_id;
    end if;
    if exists (select
                 from gateway.trip_removals r
                where r.trip_id = link.trip_id
                  and r.user_id = caller
                  and r.removed_at >= link.created_at
                  and r.role is distinct from link.role) then
        return null;
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

create trigger trip_removals_are_noted after insert or delete or update of role on public.trip_members
    for each row execute function sharing.note_removal();

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
grant select (id, trip_id, departure_airport, arrival_airport, departure_time, departure_local, departure_date, departure_zone,
              arrival_time, arrival_local, arrival_date, arrival_zone, status, position)
    on public.flights to tripsage_links;
grant select (id, trip_id, coordinates, check_in_date, check_out_date, status, position) on public.accommodations to tripsage_links;
grant select (id, trip_id, kind, from_code, from_coordinates, to_code, to_coordinates, start_time, start_local, start_date, start_zone,
              end_time, end_local, end_date, end_zone, status, position)
    on public.bookings to tripsage_links;

set local role tripsage_links;

comment on schema links is 'What a public link shows of its trip.';
grant usage on schema links to authenticated;

create function links.caller() returns uuid
    language sql stable parallel safe
    return (nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub')::uuid;
comment on function links.caller() is 'auth.uid() for a role that has no access to the schema auth.';

create function links.area(place point) returns point
    language sql immutable parallel safe
    return point(round(place[0]::numeric, 1)::float8, round(place[1]::numeric, 1)::float8);
comment on function links.area(point) is 'A place to a tenth of a degree, some ten kilometres; null where it isn''t known.';

-- Whoever reads a view executes the functions in it, and those in the policies behind it.
grant execute on function links.caller(), links.area(point) to authenticated;

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

create policy bookings_are_shown_by_a_link on public.bookings for select to tripsage_links
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
select f.departure_airport,
       f.arrival_airport,
       f.departure_time,
       f.departure_local,
       f.departure_date,
       f.departure_zone,
       f.arrival_time,
       f.arrival_local,
       f.arrival_date,
       f.arrival_zone,
       f.position
  from public.flights f
 where f.status <> 'cancelled';
comment on view links.flights is 'Where the trip of the link that is calling flies, and when.';

create view links.accommodations with (security_barrier) as
select links.area(a.coordinates) as area,
       a.check_in_date,
       a.check_out_date,
       a.position
  from public.accommodations a
 where a.status <> 'cancelled';
comment on view links.accommodations is 'When the trip of the link that is calling stays, and where, to some ten kilometres.';

create view links.bookings with (security_barrier) as
select b.kind,
       case when b.kind in ('train', 'bus', 'ferry') then b.from_code end as from_code,
       links.area(b.from_coordinates) as from_area,
       case when b.kind in ('train', 'bus', 'ferry') then b.to_code end as to_code,
       links.area(b.to_coordinates) as to_area,
       b.start_time,
       b.start_local,
       b.start_date,
       b.start_zone,
       b.end_time,
       b.end_local,
       b.end_date,
       b.end_zone,
       b.position
  from public.bookings b
 where b.status <> 'cancelled';
comment on view links.bookings is
    'What else the trip of the link that is calling has, when, and where to some ten kilometres, with the codes of stations and ports.';

grant select on links.trips, links.flights, links.accommodations, links.bookings to authenticated;

reset role;
