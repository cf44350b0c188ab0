-- Reservations that were imported: what each row of a trip came as, so that nothing comes twice, whoever imports at the same time.
-- See docs/decisions/0064-reservations.md.

alter table public.flights        add column import_key uuid;
alter table public.accommodations add column import_key uuid;
alter table public.bookings       add column import_key uuid;

comment on column public.flights.import_key is
    'A hash of what the reservation was for that was imported last; null where none was.';
comment on column public.accommodations.import_key is
    'A hash of what the reservation was for that was imported last; null where none was.';
comment on column public.bookings.import_key is
    'A hash of what the reservation was for that was imported last; null where none was.';

create unique index flight_is_imported_once on public.flights (trip_id, import_key) where import_key is not null;
create unique index accommodation_is_imported_once on public.accommodations (trip_id, import_key) where import_key is not null;
create unique index booking_is_imported_once on public.bookings (trip_id, import_key) where import_key is not null;

select gateway.make_part_of_trip('public.flights');
select gateway.follow('public.flights', trip_id => 'row.trip_id');
select gateway.make_part_of_trip('public.accommodations');
select gateway.follow('public.accommodations', trip_id => 'row.trip_id');
select gateway.make_part_of_trip('public.bookings');
select gateway.follow('public.bookings', trip_id => 'row.trip_id');

set local role tripsage_clock;

create function clock.zones_of_places(codes text[]) returns table (code text, zone text)
    language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
    return query
        select c.code, clock.zone_of_place(c.code)::text
          from unnest(codes) as c (code)
         where clock.zone_of_place(c.code) is not null;
end $$;
comment on function clock.zones_of_places(text[]) is 'The time zones of airports, of those that are known.';

grant usage on schema clock to authenticated;
grant execute on function clock.zones_of_places(text[]) to authenticated;

reset role;

-- Links to calendars: credentials that calendar programs have in an address. What is stored is their hash, by which the gateway finds
-- them before there is a caller. See docs/decisions/0065-calendar-links.md.

create table public.calendar_links (
    id           uuid        not null default gen_random_uuid(),
    user_id      uuid        not null,
    trip_id      uuid,
    hash         bytea       not null,
    created_at   timestamptz not null default clock_timestamp(),
    last_used_at timestamptz,
    updated_at   timestamptz not null default now(),
    version      int         not null default 1,
    position     bigint      not null generated always as identity,

    constraint calendar_links_pkey            primary key (id),
    constraint calendar_link_hash_is_unique   unique (hash),
    constraint calendar_link_is_of_a_user     foreign key (user_id) references public.users (id) on delete cascade,
    constraint calendar_link_hash_is_a_sha256 check (length(hash) = 32)
);
comment on table public.calendar_links is 'Addresses of calendars with the trips that a user sees.';
comment on column public.calendar_links.trip_id is
    'The only trip; null for all. Without a foreign key: the calendar of a trip that is gone is empty, so that its events go as well.';
comment on column public.calendar_links.hash is 'The SHA-256 of the secret. Nobody but the gateway reads it.';
comment on column public.calendar_links.last_used_at is 'Written at most once an hour.';
comment on column public.calendar_links.position is 'Orders those that are equal otherwise, as they were made.';

create index calendar_links_by_user on public.calendar_links (user_id, position);

select gateway.count_versions('public.calendar_links', uncounted => array['last_used_at']);

select gateway.follow('public.calendar_links', user_id => 'row.user_id', derived => array['last_used_at']);

alter table public.calendar_links enable row level security, force row level security;

revoke all on public.calendar_links from public, anon, authenticated;
grant select (id, user_id, trip_id, created_at, last_used_at, position), insert (id, user_id, trip_id, hash), delete
    on public.calendar_links to authenticated;

create policy calendar_links_are_their_users on public.calendar_links for all to authenticated
    using (user_id = (select auth.uid()));

grant select (id, user_id, trip_id, hash, last_used_at), update (last_used_at) on public.calendar_links to tripsage_tokens;

create policy calendar_links_are_checked on public.calendar_links for all to tripsage_tokens
    using (true) with check (true);

create function gateway.limit_calendar_links() returns trigger
    language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    perform from public.users u where u.id = new.user_id for no key update;
    if exists (select from public.calendar_links l where l.user_id = new.user_id offset 50) then
        raise exception 'a user has at most 50 links to calendars'
              using errcode    = 'check_violation',
                    schema     = 'public',
                    table      = 'calendar_links',
                    constraint = 'user_has_at_most_50_calendar_links';
    end if;
    return null;
end $$;
comment on function gateway.limit_calendar_links() is 'Refuses the 51st link of a user.';
revoke execute on function gateway.limit_calendar_links() from public;

create trigger calendar_links_are_limited after insert on public.calendar_links
    for each row execute function gateway.limit_calendar_links();
