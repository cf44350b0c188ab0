create table public.trips (
    id              uuid           not null default gen_random_uuid(),
    user_id         uuid           not null,
    title           varchar(255)   not null,
    description     text,
    start_date      date,
    end_date        date,
    budget_total    numeric(19, 4),
    budget_currency varchar(3)     not null default 'USD',
    status          varchar(50)    not null default 'planning',
    destinations    jsonb                   default '[]',
    metadata        jsonb                   default '{}',
    created_at      timestamptz    not null default now(),
    updated_at      timestamptz    not null default now(),
    version         int            not null default 1,
    position        bigint         not null generated always as identity,
    words           tsvector       generated always as (gateway.words_of_trip(title, description, destinations)) stored,

    constraint trips_pkey                       primary key (id),
    constraint trip_belongs_to_a_user           foreign key (user_id) references public.users (id) on delete cascade,
    constraint trip_description_is_not_too_long check (length(description) <= 100000),
    constraint trip_dates_have_four_digit_years check (start_date between '0001-01-01' and '9999-12-31'
                                                       and end_date between '0001-01-01' and '9999-12-31'),
    constraint trip_ends_after_it_starts        check (end_date >= start_date),
    constraint trip_budget_is_not_negative      check (budget_total between 0 and 999999999999999.9999),
    constraint trip_currency_has_three_letters  check (budget_currency ~ '^[A-Z]{3}$'),
    constraint trip_status_is_known             check (status in ('planning', 'booked', 'active', 'completed',
                                                                  'cancelled'))
);
comment on table public.trips is 'Journeys that somebody plans. Flights, stays and members belong to them.';
comment on column public.trips.user_id is
    'The owner. Changes only when the owner''s account is erased, and another program may change it.';
comment on column public.trips.budget_currency is 'The currency of budget_total.';
comment on column public.trips.position is 'Orders those that are equal otherwise, as they were made.';

create index trips_by_user_and_start              on public.trips (user_id, start_date);
create index trips_by_user_start_or_none_position on public.trips (user_id, (coalesce(start_date, 'infinity'::date)), position);
create index trips_by_user_created_position       on public.trips (user_id, created_at, position);

create trigger trips_begin before insert on public.trips
    for each row execute function gateway.begin_row();

select gateway.count_versions('public.trips');

create function gateway.keep_trip_owner() returns trigger
    language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    if row_security_active('public.trips') then
        raise exception 'a trip stays with its owner' using errcode = 'insufficient_privilege';
    end if;
    return new;
end $$;
comment on function gateway.keep_trip_owner() is 'Keeps the owner and editors from giving a trip to somebody else.';

create trigger trips_keep_their_owner before update on public.trips
    for each row when (old.user_id is distinct from new.user_id and current_user <> 'tripsage_erasure')
    execute function gateway.keep_trip_owner();

select gateway.follow('public.trips',
                      trip_id => 'row.id',
                      user_id => 'row.user_id',
                      told    => 'array(select m.user_id from public.trip_members m where m.trip_id = row.id) || row.user_id');

alter table public.trips enable row level security, force row level security;

-- Two alternatives that are both found by an index: arrays, computed once per statement, not sub-selects per row.
create policy trips_are_seen_by_owner_and_members on public.trips for select to authenticated
    using (
        user_id = (select auth.uid())
        or id = any ((select sharing.shared_trips())::uuid[])
    );

create policy trips_are_made_for_oneself on public.trips for insert to authenticated
    with check (user_id = (select auth.uid()));

create policy trips_are_changed_by_owner_and_editors on public.trips for update to authenticated
    using (
        user_id = (select auth.uid())
        or id = any ((select sharing.editable_trips())::uuid[])
    )
    with check (
        user_id = (select auth.uid())
        or id = any ((select sharing.editable_trips())::uuid[])
    );

create policy trips_are_deleted_by_their_owner on public.trips for delete to authenticated
    using (user_id = (select auth.uid()));

revoke all on public.trips from public, anon, authenticated;
grant select, delete on public.trips to authenticated;
grant insert (id, user_id, title, description, start_date, end_date, budget_total, budget_currency, status, destinations,
              metadata, created_at, updated_at)
    on public.trips to authenticated;
grant update (title, description, start_date, end_date, budget_total, budget_currency, status, destinations, metadata,
              updated_at)
    on public.trips to authenticated;

-- sharing.share_trip() asks who owns a trip and locks its row while it counts the members. It can't change one. The title is what the
-- invited see of a trip before they join it.
grant select (id, user_id, title), update (id) on public.trips to tripsage_sharing;

create policy trips_are_found_for_sharing on public.trips for select to tripsage_sharing using (true);

create policy trips_are_locked_for_sharing on public.trips for update to tripsage_sharing
    using (true)
    with check (false);

grant select (id, user_id) on public.trips to tripsage_changelog;

create policy trips_are_found_for_the_change_log on public.trips for select to tripsage_changelog using (true);
