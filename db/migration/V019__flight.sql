create table public.flights (
    id                uuid           not null default gen_random_uuid(),
    trip_id           uuid           not null,
    airline           varchar(100),
    flight_number     varchar(20),
    departure_airport varchar(10),
    arrival_airport   varchar(10),
    departure_time    timestamptz,
    arrival_time      timestamptz,
    price             numeric(19, 4),
    currency          varchar(3)     not null default 'USD',
    booking_reference varchar(100),
    status            varchar(50)    not null default 'searched',
    raw_data          jsonb                   default '{}',
    created_at        timestamptz    not null default now(),
    updated_at        timestamptz    not null default now(),
    version           int            not null default 1,
    position          bigint         not null generated always as identity,
    words             tsvector       generated always as (
        gateway.words(coalesce(airline, '') || E'\n' || coalesce(flight_number, '') || E'\n'
                      || coalesce(departure_airport, '') || E'\n' || coalesce(arrival_airport, '') || E'\n'
                      || coalesce(booking_reference, ''))) stored,

    constraint flights_pkey                      primary key (id),
    constraint flight_belongs_to_a_trip          foreign key (trip_id) references public.trips (id) on delete cascade,
    constraint flight_times_have_four_digit_years
        check (departure_time >= '0001-01-01 00:00+00' and departure_time < '10000-01-01 00:00+00'
               and arrival_time >= '0001-01-01 00:00+00' and arrival_time < '10000-01-01 00:00+00'),
    constraint flight_arrives_after_it_departs   check (arrival_time >= departure_time),
    constraint flight_price_is_not_negative      check (price between 0 and 999999999999999.9999),
    constraint flight_currency_has_three_letters check (currency ~ '^[A-Z]{3}$'),
    constraint flight_status_is_known            check (status in ('searched', 'held', 'booked', 'cancelled'))
);
comment on table public.flights is 'Flights of a trip, from an offer found to a booking.';
comment on column public.flights.raw_data is 'The offer as its source gave it.';
comment on column public.flights.position is 'Orders those that are equal otherwise, as they were made.';

create index flights_by_trip_and_departure on public.flights (trip_id, departure_time);

select gateway.make_part_of_trip('public.flights');
select gateway.limit_per_trip('flights', 'public.flights');
select gateway.follow('public.flights', trip_id => 'row.trip_id');
