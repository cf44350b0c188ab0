create table public.accommodations (
    id                uuid           not null default gen_random_uuid(),
    trip_id           uuid           not null,
    name              varchar(255)   not null,
    type              varchar(50),
    address           text,
    coordinates       point,
    check_in_date     date,
    check_out_date    date,
    price_per_night   decimal(10, 2),
    total_price       decimal(10, 2),
    currency          varchar(3)     not null default 'USD',
    booking_reference varchar(100),
    amenities         jsonb                   default '[]',
    ratings           jsonb                   default '{}',
    status            varchar(50)    not null default 'searched',
    raw_data          jsonb                   default '{}',
    created_at        timestamptz    not null default now(),
    updated_at        timestamptz    not null default now(),
    version           int            not null default 1,

    constraint accommodations_pkey                        primary key (id),
    constraint accommodation_belongs_to_a_trip            foreign key (trip_id) references public.trips (id)
                                                          on delete cascade,
    constraint accommodation_address_is_not_too_long      check (length(address) <= 10000),
    constraint accommodation_is_on_earth                  check (coordinates[0] between -180 and 180
                                                                 and coordinates[1] between -90 and 90),
    constraint accommodation_dates_have_four_digit_years
        check (check_in_date between '0001-01-01' and '9999-12-31' and check_out_date between '0001-01-01' and '9999-12-31'),
    constraint accommodation_ends_after_it_starts         check (check_out_date >= check_in_date),
    constraint accommodation_night_price_is_not_negative  check (price_per_night between 0 and 99999999.99),
    constraint accommodation_total_price_is_not_negative  check (total_price between 0 and 99999999.99),
    constraint accommodation_currency_has_three_letters   check (currency ~ '^[A-Z]{3}$'),
    constraint accommodation_status_is_known              check (status in ('searched', 'held', 'booked', 'cancelled'))
);
comment on table public.accommodations is 'Stays of a trip, from an offer found to a booking.';
comment on column public.accommodations.coordinates is 'point(longitude, latitude), in degrees.';
comment on column public.accommodations.raw_data is 'The offer as its source gave it.';

create index accommodations_by_trip_and_dates on public.accommodations (trip_id, check_in_date, check_out_date);

create trigger accommodations_next_version
    before update on public.accommodations
    for each row execute function gateway.next_version();

create trigger accommodations_are_limited
    after insert on public.accommodations
    referencing new table as added
    for each statement execute function gateway.limit_trip();

create trigger moved_accommodations_are_limited
    after update on public.accommodations
    for each row
    when (old.trip_id is distinct from new.trip_id)
    execute function gateway.limit_trip();

alter table public.accommodations enable row level security;
alter table public.accommodations force  row level security;

-- The offset keeps the planner from reading all of the caller's trips into a hash first: one look-up for a row is less.
create policy accommodations_are_seen_with_the_trip on public.accommodations
    for select to authenticated
    using (exists (select from public.trips t where t.id = trip_id offset 0));

create policy accommodations_are_added_by_owner_and_editors on public.accommodations
    for insert to authenticated
    with check (exists (
        select
          from public.trips t
         where t.id = trip_id
           and (t.user_id = (select auth.uid()) or t.id = any ((select sharing.editable_trips())::uuid[]))));

create policy accommodations_are_changed_by_owner_and_editors on public.accommodations
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

create policy accommodations_are_deleted_by_owner_and_editors on public.accommodations
    for delete to authenticated
    using (exists (
        select
          from public.trips t
         where t.id = trip_id
           and (t.user_id = (select auth.uid()) or t.id = any ((select sharing.editable_trips())::uuid[]))));

revoke all on public.accommodations from public, anon, authenticated;
grant select, delete on public.accommodations to authenticated;
grant insert (id, trip_id, name, type, address, coordinates, check_in_date, check_out_date, price_per_night, total_price,
              currency, booking_reference, amenities, ratings, status, raw_data, created_at)
    on public.accommodations to authenticated;
grant update (trip_id, name, type, address, coordinates, check_in_date, check_out_date, price_per_night, total_price,
              currency, booking_reference, amenities, ratings, status, raw_data)
    on public.accommodations to authenticated;
