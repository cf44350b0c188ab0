create table public.bookings (
    id                uuid           not null default gen_random_uuid(),
    trip_id           uuid           not null,
    kind              varchar(50)    not null default 'other',
    name              varchar(255),
    carrier           varchar(100),
    number            varchar(50),
    from_name         varchar(255),
    from_code         varchar(20),
    from_coordinates  point,
    to_name           varchar(255),
    to_code           varchar(20),
    to_coordinates    point,
    seat              varchar(50),
    price             numeric(19, 4),
    currency          varchar(3)     not null default 'USD',
    refund            numeric(19, 4),
    refund_currency   varchar(3),
    booking_reference varchar(100),
    status            varchar(50)    not null default 'searched',
    raw_data          jsonb                   default '{}',
    created_at        timestamptz    not null default now(),
    updated_at        timestamptz    not null default now(),
    version           int            not null default 1,
    position          bigint         not null generated always as identity,
    words             tsvector       generated always as (
        gateway.words(coalesce(name, '') || E'\n' || coalesce(carrier, '') || E'\n' || coalesce(number, '') || E'\n'
                      || coalesce(from_name, '') || E'\n' || coalesce(from_code, '') || E'\n'
                      || coalesce(to_name, '') || E'\n' || coalesce(to_code, '') || E'\n'
                      || coalesce(booking_reference, ''))) stored,

    constraint bookings_pkey                      primary key (id),
    constraint booking_belongs_to_a_trip          foreign key (trip_id) references public.trips (id) on delete cascade,
    constraint booking_kind_is_known              check (kind in ('train', 'bus', 'ferry', 'car', 'transfer', 'restaurant',
                                                                  'event', 'other')),
    constraint booking_begins_on_earth            check (from_coordinates[0] between -180 and 180
                                                         and from_coordinates[1] between -90 and 90),
    constraint booking_ends_on_earth              check (to_coordinates[0] between -180 and 180
                                                         and to_coordinates[1] between -90 and 90),
    constraint booking_price_is_not_negative      check (price between 0 and 999999999999999.9999),
    constraint booking_currency_has_three_letters check (currency ~ '^[A-Z]{3}$'),
    constraint booking_refund_is_not_negative     check (refund between 0 and 999999999999999.9999),
    constraint booking_refund_has_a_currency      check (refund is null or refund_currency is not null),
    constraint booking_refund_currency_has_three_letters check (refund_currency ~ '^[A-Z]{3}$'),
    constraint booking_status_is_known            check (status in ('searched', 'held', 'booked', 'cancelled'))
);
comment on table public.bookings is
    'What is booked for a trip beside flights and stays, from an offer found to a booking: trains, tables, tickets and the like.';
comment on column public.bookings.kind is 'What it is: train, bus, ferry, car, transfer, restaurant, event, other.';
comment on column public.bookings.number is 'The number of the train, the line or the like, as the carrier writes it.';
comment on column public.bookings.from_name is 'The station, port, restaurant or the like where it begins.';
comment on column public.bookings.from_code is 'The code of that place: IATA''s, or one of the carrier''s.';
comment on column public.bookings.from_coordinates is 'point(longitude, latitude), in degrees.';
comment on column public.bookings.to_coordinates is 'point(longitude, latitude), in degrees.';
comment on column public.bookings.refund is 'What came back of the price.';
comment on column public.bookings.raw_data is 'The booking as its source gave it.';
comment on column public.bookings.position is 'Orders those that are equal otherwise, as they were made.';

select gateway.keep_ticket_time('public.bookings', 'start', place => 'from_code');
select gateway.keep_ticket_time('public.bookings', 'end', place => 'to_code');
alter table public.bookings add constraint booking_ends_after_it_starts check (end_time >= start_time);

create index bookings_by_trip_and_start on public.bookings (trip_id, start_time);

select gateway.make_part_of_trip('public.bookings');
select gateway.limit_per_trip('bookings', 'public.bookings');
select gateway.follow('public.bookings', trip_id => 'row.trip_id');

-- What asin() takes is kept below 1, which the two ends of the Earth would exceed by rounding.
create function gateway.kilometres(a point, b point) returns double precision
    language sql immutable parallel safe
    return 2 * 6371.0088 * asin(sqrt(sin(radians(b[1] - a[1]) / 2) ^ 2
                                     + cos(radians(a[1])) * cos(radians(b[1])) * sin(radians(b[0] - a[0]) / 2) ^ 2)
                                * 0.999999999999999);
comment on function gateway.kilometres(point, point) is
    'The distance along the Earth, a sphere, between points of longitude and latitude in degrees; null where one is null.';
