create table public.trip_invitations (
    id          uuid         not null default gen_random_uuid(),
    trip_id     uuid         not null,
    address     varchar(255) not null,
    address_key text         not null,
    role        varchar(20)  not null,
    declined_at timestamptz,
    created_at  timestamptz  not null default clock_timestamp(),
    updated_at  timestamptz  not null default now(),
    version     int          not null default 1,

    constraint trip_invitations_pkey              primary key (id),
    constraint trip_invites_an_address_once       unique (trip_id, address_key),
    constraint trip_invitation_belongs_to_a_trip  foreign key (trip_id) references public.trips (id) on delete cascade,
    constraint trip_invitation_role_is_known      check (role in ('viewer', 'editor'))
);
comment on table public.trip_invitations is
    'Addresses that a trip is shared with and that find nobody yet, or somebody who has to agree first. The owner of the trip sees '
    'them and takes them back; the user whom the address finds sees them through functions.';
comment on column public.trip_invitations.declined_at is
    'When the invited declined, or when the trip was shared with somebody who has blocked the owner. The owner is not told, and sees '
    'the invitation waiting.';

create index trip_invitations_by_key on public.trip_invitations (address_key, created_at, id);

select gateway.count_versions('public.trip_invitations');

-- Not for members: an invitation is not an event of the trip.
select gateway.follow('public.trip_invitations',
                      user_id => '(select t.user_id from public.trips t where t.id = row.trip_id)');

select gateway.limit_per_trip('members', 'public.trip_members', 'public.trip_invitations');

alter table public.trip_invitations enable row level security, force row level security;

create policy trip_invitations_are_seen_by_the_owner on public.trip_invitations for select to authenticated
    using (exists (select from public.trips t where t.id = trip_id and t.user_id = (select auth.uid())));

create policy trip_invitations_are_taken_back_by_the_owner on public.trip_invitations for delete to authenticated
    using (exists (select from public.trips t where t.id = trip_id and t.user_id = (select auth.uid())));

revoke all on public.trip_invitations from public, anon, authenticated;
-- Not the version, nor when the row was changed, which would tell that the invitation was declined.
grant select (id, trip_id, address, role, created_at), delete on public.trip_invitations to authenticated;

grant select,
      insert (trip_id, address, address_key, role, declined_at),
      update (address, role, declined_at),
      delete
    on public.trip_invitations to tripsage_sharing;

create policy trip_invitations_are_found_for_sharing on public.trip_invitations for select to tripsage_sharing using (true);

create policy trip_invitations_are_added_for_the_owner on public.trip_invitations for insert to tripsage_sharing
    with check (exists (select from public.trips t where t.id = trip_id and t.user_id = (select sharing.caller())));

create policy trip_invitations_are_changed_for_both on public.trip_invitations for update to tripsage_sharing using (true);

create policy trip_invitations_are_claimed on public.trip_invitations for delete to tripsage_sharing using (true);
