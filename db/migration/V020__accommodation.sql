create table public.accommodations (
    id                uuid           not null default gen_random_uuid(),
    trip_id           uuid           not null,
    name              varchar(255)   not null,
    type              varchar(50),
    address           text,
    coordinates       point,
    check_in_date     date,
    check_out_date    date,
    price_per_night   numeric(19, 4),
    total_price       numeric(19, 4),
    currency          varchar(3)     not null default 'USD',
    booking_reference varchar(100),
    amenities         jsonb                   default '[]',
    ratings           jsonb                   default '{}',
    status            varchar(50)    not null default 'searched',
    raw_data          jsonb                   default '{}',
    created_at        timestamptz    not null default now(),
    updated_at        timestamptz    not null default now(),
    version           int            not null default 1,
    position          bigint         not null generated always as identity,
    words             tsvector       generated always as (
        gateway.words(coalesce(name, '') || E'\n' || coalesce(address, '') || E'\n'
                      || coalesce(booking_reference, ''))) stored,

    constraint accommodations_pkey                        primary key (id),
    constraint accommodation_belongs_to_a_trip            foreign key (trip_id) references public.trips (id)
                                                          on delete cascade,
    constraint accommodation_address_is_not_too_long      check (length(address) <= 10000),
    constraint accommodation_is_on_earth                  check (coordinates[0] between -180 and 180
                                                                 and coordinates[1] between -90 and 90),
    constraint accommodation_dates_have_four_digit_years
        check (check_in_date between '0001-01-01' and '9999-12-31' and check_out_date between '0001-01-01' and '9999-12-31'),
    constraint accommodation_ends_after_it_starts         check (check_out_date >= check_in_date),
    constraint accommodation_night_price_is_not_negative  check (price_per_night between 0 and 999999999999999.9999),
    constraint accommodation_total_price_is_not_negative  check (total_price between 0 and 999999999999999.9999),
    constraint accommodation_currency_has_three_letters   check (currency ~ '^[A-Z]{3}$'),
    constraint accommodation_status_is_known              check (status in ('searched', 'held', 'booked', 'cancelled'))
);
comment on table public.accommodations is 'Stays of a trip, from an offer found to a booking.';
comment on column public.accommodations.coordinates is 'point(longitude, latitude), in degrees.';
comment on column public.accommodations.raw_data is 'The offer as its source gave it.';
comment on column public.accommodations.position is 'Orders those that are equal otherwise, as they were made.';

create index accommodations_by_trip_and_dates on public.accommodations (trip_id, check_in_date, check_out_date);

select gateway.make_part_of_trip('public.accommodations');
select gateway.limit_per_trip('accommodations', 'public.accommodations');
select gateway.follow('public.accommodations', trip_id => 'row.trip_id');
