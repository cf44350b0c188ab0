create table public.trip_members (
    id         uuid        not null default gen_random_uuid(),
    trip_id    uuid        not null,
    user_id    uuid        not null,
    role       varchar(20) not null,
    joined_at  timestamptz not null default clock_timestamp(),
    updated_at timestamptz not null default now(),
    version    int         not null default 1,
    position   bigint      not null generated always as identity,

    constraint trip_members_pkey               primary key (trip_id, user_id),
    constraint trip_member_has_an_id           unique (id),
    constraint trip_member_belongs_to_a_trip   foreign key (trip_id) references public.trips (id) on delete cascade,
    constraint trip_member_is_a_user           foreign key (user_id) references public.users (id) on delete cascade,
    constraint trip_member_role_is_known       check (role in ('viewer', 'editor'))
);
comment on table public.trip_members is
    'The users whom a trip is shared with. A viewer reads the trip and what belongs to it; an editor also changes that, except the '
    'members.';
comment on column public.trip_members.id is 'Another name of the row, for clients that know objects by one id.';
comment on column public.trip_members.position is 'Orders those that are equal otherwise, as they were made.';

create index trip_members_by_user on public.trip_members (user_id, trip_id);

select gateway.count_versions('public.trip_members');

select gateway.follow('public.trip_members',
                      row_id => 'row.user_id', trip_id => 'row.trip_id', user_id => 'row.user_id');

alter table public.trip_members enable row level security, force row level security;

-- The offset keeps the planner from reading all of the caller's trips into a hash first: one look-up for a row is less.
create policy trip_members_are_seen_with_the_trip on public.trip_members for select to authenticated
    using (exists (select from public.trips t where t.id = trip_id offset 0));

create policy trip_members_are_changed_by_the_owner on public.trip_members for update to authenticated
    using      (exists (select from public.trips t where t.id = trip_id and t.user_id = (select auth.uid())))
    with check (exists (select from public.trips t where t.id = trip_id and t.user_id = (select auth.uid())));

create policy trip_members_leave_or_are_removed_by_the_owner on public.trip_members for delete to authenticated
    using (
        user_id = (select auth.uid())
        or exists (select from public.trips t where t.id = trip_id and t.user_id = (select auth.uid()))
    );

-- Members come in through sharing.share_trip() alone: a foreign key tells whether a user exists.
revoke all on public.trip_members from public, anon, authenticated;
grant select, delete, update (role) on public.trip_members to authenticated;

grant select (trip_id, user_id, role),
      insert (trip_id, user_id, role),
      update (role)
    on public.trip_members to tripsage_sharing;

create policy trip_members_are_found_for_sharing on public.trip_members for select to tripsage_sharing using (true);

create policy trip_members_are_added_for_the_owner on public.trip_members for insert to tripsage_sharing
    with check (exists (select from public.trips t where t.id = trip_id and t.user_id = (select sharing.caller())));

create policy trip_members_are_changed_for_the_owner on public.trip_members for update to tripsage_sharing
    using      (exists (select from public.trips t where t.id = trip_id and t.user_id = (select sharing.caller())))
    with check (exists (select from public.trips t where t.id = trip_id and t.user_id = (select sharing.caller())));

create policy trip_members_join_by_an_invitation on public.trip_members for insert to tripsage_sharing
    with check (user_id = (select sharing.caller()));

grant select (trip_id, user_id) on public.trip_members to tripsage_changelog;

create policy trip_members_are_found_for_the_change_log on public.trip_members for select to tripsage_changelog using (true);
