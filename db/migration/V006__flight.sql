create table public.flights (
    id                uuid           not null default gen_random_uuid(),
    trip_id           uuid           not null,
    airline           varchar(100),
    flight_number     varchar(20),
    departure_airport varchar(10),
    arrival_airport   varchar(10),
    departure_time    timestamptz,
    arrival_time      timestamptz,
    price             decimal(10, 2),
    currency          varchar(3)     not null default 'USD',
    booking_reference varchar(100),
    status            varchar(50)    not null default 'searched',
    raw_data          jsonb                   default '{}',
    created_at        timestamptz    not null default now(),
    updated_at        timestamptz    not null default now(),
    version           int            not null default 1,

    constraint flights_pkey                      primary key (id),
    constraint flight_belongs_to_a_trip          foreign key (trip_id) references public.trips (id) on delete cascade,
    constraint flight_times_have_four_digit_years
        check (departure_time >= '0001-01-01 00:00+00' and departure_time < '10000-01-01 00:00+00'
               and arrival_time >= '0001-01-01 00:00+00' and arrival_time < '10000-01-01 00:00+00'),
    constraint flight_arrives_after_it_departs   check (arrival_time >= departure_time),
    constraint flight_price_is_not_negative      check (price between 0 and 99999999.99),
    constraint flight_currency_has_three_letters check (currency ~ '^[A-Z]{3}$'),
    constraint flight_status_is_known            check (status in ('searched', 'held', 'booked', 'cancelled'))
);
comment on table public.flights is 'Flights of a trip, from an offer found to a booking.';
comment on column public.flights.raw_data is 'The offer as its source gave it.';

create index flights_by_trip_and_departure on public.flights (trip_id, departure_time);

create trigger flights_next_version
    before update on public.flights
    for each row execute function gateway.next_version();

create trigger flights_are_limited
    after insert on public.flights
    referencing new table as added
    for each statement execute function gateway.limit_trip();

create trigger moved_flights_are_limited
    after update on public.flights
    for each row
    when (old.trip_id is distinct from new.trip_id)
    execute function gateway.limit_trip();

alter table public.flights enable row level security;
alter table public.flights force  row level security;

-- The offset keeps the planner from reading all of the caller's trips into a hash first: one look-up for a row is less.
create policy flights_are_seen_with_the_trip on public.flights
    for select to authenticated
    using (exists (select from public.trips t where t.id = trip_id offset 0));

create policy flights_are_added_by_owner_and_editors on public.flights
    for insert to authenticated
    with check (exists (
        select
          from public.trips t
         where t.id = trip_id
           and (t.user_id = (select auth.uid()) or t.id = any ((select sharing.editable_trips())::uuid[]))));

create policy flights_are_changed_by_owner_and_editors on public.flights
    for update to authenticated
    using (exists (
        select
          from public.trips t
         where t.id = trip_id
           and (t.user_id = (select auth.uid()) or t.id = any ((select sharing.editable_trips())::uuid[]))))
    with check (exists (
        select
          from public.trips t
         where t.id = trip_id
           and (t.user_id = (select auth.uid()) or t.id = any ((select sharing.editable_trips())::uuid[]))));

create policy flights_are_deleted_by_owner_and_editors on public.flights
    for delete to authenticated
    using (exists (
        select
          from public.trips t
         where t.id = trip_id
           and (t.user_id = (select auth.uid()) or t.id = any ((select sharing.editable_trips())::uuid[]))));

revoke all on public.flights from public, anon, authenticated;
grant select, delete on public.flights to authenticated;
grant insert (id, trip_id, airline, flight_number, departure_airport, arrival_airport, departure_time, arrival_time, price,
              currency, booking_reference, status, raw_data, created_at)
    on public.flights to authenticated;
grant update (trip_id, airline, flight_number, departure_airport, arrival_airport, departure_time, arrival_time, price,
              currency, booking_reference, status, raw_data)
    on public.flights to authenticated;
