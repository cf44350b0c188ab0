-- A trip is shared with an address: whoever is found by it is a member at once, and for whoever is not, the invitation waits.
-- Who is shared with may block the one who shares. See docs/decisions/0023-email-follows-the-token.md.

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
    'Addresses that a trip is shared with, of nobody who is known yet, or who has to agree first. The owner of the trip sees them '
    'and takes them back; whoever the address finds sees them through functions.';
comment on column public.trip_invitations.declined_at is
    'When the invited declined, or where the invited has blocked the owner, who is not told: to the owner it goes on waiting.';

create index trip_invitations_by_key on public.trip_invitations (address_key, created_at, id);

create trigger trip_invitations_next_version
    before update on public.trip_invitations
    for each row execute function gateway.next_version();

create table public.user_blocks (
    user_id    uuid         not null,
    blocked_id uuid         not null,
    email      varchar(255),
    created_at timestamptz  not null default clock_timestamp(),
    updated_at timestamptz  not null default now(),
    version    int          not null default 1,

    constraint user_blocks_pkey            primary key (user_id, blocked_id),
    constraint user_block_is_of_a_user     foreign key (user_id) references public.users (id) on delete cascade,
    constraint user_blocks_somebody_else   check (user_id <> blocked_id)
);
comment on table public.user_blocks is 'Whose trips are not shared with a user, whatever their owners do.';
comment on column public.user_blocks.blocked_id is
    'No foreign key, which would tell whether the user exists: a trigger removes the row with the user.';
comment on column public.user_blocks.email is 'The address of the blocked user, as far as it was known when the block was made.';

create index user_blocks_by_blocked on public.user_blocks (blocked_id);

create trigger user_blocks_next_version
    before update on public.user_blocks
    for each row execute function gateway.next_version();

-- Which of the two ways of sharing it is.

create table gateway.sharing_mode (
    singleton boolean not null default true,
    consent   boolean not null default false,

    constraint sharing_mode_pkey       primary key (singleton),
    constraint sharing_has_one_mode    check (singleton)
);
comment on table gateway.sharing_mode is
    'Whether whoever is shared with has to agree first. The gateway writes it when it migrates, from gateway.sharing.consent; it holds '
    'for whoever shares.';
insert into gateway.sharing_mode default values;

grant usage on schema gateway to tripsage_sharing;
grant select (consent) on gateway.sharing_mode to tripsage_sharing;

-- Who sees and does what.

alter table public.trip_invitations enable row level security;
alter table public.trip_invitations force  row level security;

create policy trip_invitations_are_seen_by_the_owner on public.trip_invitations
    for select to authenticated
    using (exists (select from public.trips t where t.id = trip_id and t.user_id = (select auth.uid())));

create policy trip_invitations_are_taken_back_by_the_owner on public.trip_invitations
    for delete to authenticated
    using (exists (select from public.trips t where t.id = trip_id and t.user_id = (select auth.uid())));

revoke all on public.trip_invitations from public, anon, authenticated;
-- Not the version, nor when the row was changed, which would tell that the invitation was declined.
grant select (id, trip_id, address, role, created_at), delete on public.trip_invitations to authenticated;

grant select,
      insert (trip_id, address, address_key, role, declined_at),
      update (address, role, declined_at),
      delete
    on public.trip_invitations to tripsage_sharing;

create policy trip_invitations_are_found_for_sharing on public.trip_invitations
    for select to tripsage_sharing
    using (true);

create policy trip_invitations_are_added_for_the_owner on public.trip_invitations
    for insert to tripsage_sharing
    with check (exists (select from public.trips t where t.id = trip_id and t.user_id = (select sharing.caller())));

create policy trip_invitations_are_changed_for_both on public.trip_invitations
    for update to tripsage_sharing
    using (true);

create policy trip_invitations_are_claimed on public.trip_invitations
    for delete to tripsage_sharing
    using (true);

-- The title is what the invited see of a trip before they join it.
grant select (title) on public.trips to tripsage_sharing;

create policy trip_members_join_by_an_invitation on public.trip_members
    for insert to tripsage_sharing
    with check (user_id = (select sharing.caller()));

alter table public.user_blocks enable row level security;
alter table public.user_blocks force  row level security;

create policy user_blocks_are_seen_by_the_user on public.user_blocks
    for select to authenticated
    using (user_id = (select auth.uid()));

create policy user_blocks_are_made_by_the_user on public.user_blocks
    for insert to authenticated
    with check (user_id = (select auth.uid()));

create policy user_blocks_are_ended_by_the_user on public.user_blocks
    for delete to authenticated
    using (user_id = (select auth.uid()));

revoke all on public.user_blocks from public, anon, authenticated;
grant select, delete, insert (user_id, blocked_id, email) on public.user_blocks to authenticated;

grant select (user_id, blocked_id), delete on public.user_blocks to tripsage_sharing;

create policy user_blocks_are_found_for_sharing on public.user_blocks
    for select to tripsage_sharing
    using (true);

create policy user_blocks_go_with_the_blocked on public.user_blocks
    for delete to tripsage_sharing
    using (true);

-- Members and invitations of a trip share one limit.

create or replace function gateway.limit_trip() returns trigger
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    touched  uuid[];
    overfull boolean;
    what     text := case tg_table_name
                         when 'flights' then 'flights'
                         when 'accommodations' then 'accommodations'
                         else 'members'
                     end;
begin
    if tg_op = 'UPDATE' then
        touched := array[new.trip_id];
    else
        touched := array(select distinct a.trip_id from added a);
    end if;

    -- Writers of one trip wait for each other here, so that each of them counts what the one before has added.
    perform
       from public.trips t
      where t.id = any (touched)
      order by t.id
        for no key update;

    if what = 'flights' then
        overfull := exists (select
                              from unnest(touched) as trip (id)
                             where exists (select from public.flights f where f.trip_id = trip.id offset 200));
    elsif what = 'accommodations' then
        overfull := exists (select
                              from unnest(touched) as trip (id)
                             where exists (select from public.accommodations a where a.trip_id = trip.id offset 200));
    else
        overfull := exists (select
                              from unnest(touched) as trip (id)
                             where exists (select from public.trip_members m where m.trip_id = trip.id
                                           union all
                                           select from public.trip_invitations i where i.trip_id = trip.id
                                           offset 200));
    end if;

    if overfull then
        raise exception 'a trip holds at most 200 %', what
              using errcode    = 'check_violation',
                    schema     = 'public',
                    table      = tg_table_name,
                    constraint = 'trip_holds_at_most_200_' || what;
    end if;
    return null;
end
$$;
comment on function gateway.limit_trip() is
    'Refuses the 201st flight or accommodation of a trip, or of its members and those who are invited: after an insert statement, '
    'whose rows are added, or after a row moved to another trip. Exact in read committed and in serializable, where a repeatable '
    'read would not see the rows that it waited for.';

create trigger trip_invitations_are_limited
    after insert on public.trip_invitations
    referencing new table as added
    for each statement execute function gateway.limit_trip();

create function gateway.limit_blocks() returns trigger
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    perform from public.users u where u.id = new.user_id for no key update;
    if exists (select from public.user_blocks b where b.user_id = new.user_id offset 1000) then
        raise exception 'a user blocks at most 1,000 others'
              using errcode    = 'check_violation',
                    schema     = 'public',
                    table      = 'user_blocks',
                    constraint = 'user_blocks_at_most_1000';
    end if;
    return null;
end
$$;
comment on function gateway.limit_blocks() is 'Refuses the 1,001st block of a user.';
revoke execute on function gateway.limit_blocks() from public;

create trigger user_blocks_are_limited
    after insert on public.user_blocks
    for each row execute function gateway.limit_blocks();

create function gateway.leave_blocked() returns trigger
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    delete from public.trip_members m
     using public.trips t
     where m.trip_id = t.id
       and m.user_id = new.user_id
       and t.user_id = new.blocked_id;
    return null;
end
$$;
comment on function gateway.leave_blocked() is 'Has a user leave the trips of the one who is blocked, as if left one by one.';
revoke execute on function gateway.leave_blocked() from public;

create trigger user_blocks_leave_trips
    after insert on public.user_blocks
    for each row execute function gateway.leave_blocked();

-- The functions.

select set_config('gateway.owner', current_user, true);
set local role tripsage_sharing;

create function sharing.consent() returns boolean
    language sql
    stable
    parallel safe
    return (select m.consent from gateway.sharing_mode m);
comment on function sharing.consent() is 'Whether whoever is shared with has to agree first.';

create function sharing.address_lock(address_key text) returns bigint
    language sql
    immutable
    parallel safe
    return hashtextextended('sharing.address ' || address_key, 0);
comment on function sharing.address_lock(text) is
    'The lock under which an address is looked up to share with it, together, or comes to somebody, alone: or an invitation could '
    'miss the one who comes at the same moment.';

create function sharing.received(invitation uuid) returns table (id uuid, trip_id uuid, role varchar, owner uuid)
    language sql
    stable
    parallel safe
begin atomic
    select i.id, i.trip_id, i.role, t.user_id
      from public.email_holders h
      join public.trip_invitations i on i.address_key = h.address_key
      join public.trips t on t.id = i.trip_id
     where h.user_id = sharing.caller()
       and i.declined_at is null
       and t.user_id <> h.user_id
       and (received.invitation is null or i.id = received.invitation)
       and not exists (select from public.user_blocks b where b.user_id = h.user_id and b.blocked_id = t.user_id)
       and sharing.holder(i.address) = h.user_id
     order by i.created_at, i.id;
end;
comment on function sharing.received(uuid) is
    'The invitations that wait for the caller, the oldest first, or the one with this id: of the address that finds the caller.';

create function sharing.invitations(most int)
    returns table (id uuid, title varchar, role varchar, inviter_id uuid, inviter_email varchar, inviter_name text,
                   created_at timestamptz)
    language plpgsql
    stable
    security definer
    set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
begin
    return query
    select i.id, t.title, i.role, u.id, u.email, sharing.shown_name(u.profile), i.created_at
      from (select r.id, row_number() over () as place from sharing.received(null) r limit most) as r
      join public.trip_invitations i on i.id = r.id
      join public.trips t on t.id = i.trip_id
      join public.users u on u.id = t.user_id
     order by r.place;
end
$$;
comment on function sharing.invitations(int) is
    'What the caller is invited to, the oldest first: of the trip no more than its title, and who owns it.';

create function sharing.claim() returns boolean
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    caller     constant uuid := sharing.caller();
    held                text;
    invitation          record;
begin
    select h.address_key into held from public.email_holders h where h.user_id = caller;
    if not found or sharing.consent() then
        return true;
    end if;
    if not pg_try_advisory_xact_lock(sharing.address_lock(held)) then
        return false;
    end if;
    -- What somebody else is changing at this moment waits for another time: nobody is kept from coming in by a slow owner.
    for invitation in
        select i.id, i.trip_id, i.role
          from public.trip_invitations i
          join public.trips t on t.id = i.trip_id
         where i.id = any (array(select r.id from sharing.received(null) r limit 100))
         order by i.created_at, i.id
           for update of i skip locked
           for no key update of t skip locked
    loop
        delete from public.trip_invitations i where i.id = invitation.id;
        insert into public.trip_members (trip_id, user_id, role)
        values (invitation.trip_id, caller, invitation.role)
            on conflict (trip_id, user_id) do nothing;
    end loop;
    return not exists (select from sharing.received(null));
end
$$;
comment on function sharing.claim() is
    'Makes the caller a member of the trips that the caller is invited to, unless consent is asked for. False when some may be left '
    'for another time.';

create function sharing.arrive() returns boolean
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    perform sharing.follow_token();
    return sharing.claim();
end
$$;
comment on function sharing.arrive() is
    'To be called with each new token: follows what it says of the e-mail address, and claims what was shared with that. False: call '
    'it again at the next request.';

create function sharing.accept_invitation(invitation uuid) returns uuid
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    received record;
begin
    select r.id, r.trip_id, r.role into received from sharing.received(invitation) r;
    perform from public.trips t where t.id = received.trip_id for no key update;
    if received.id is null then
        return null;
    end if;
    delete from public.trip_invitations i
     where i.id = received.id
       and i.declined_at is null
    returning i.role into received.role;
    if not found then
        return null;
    end if;
    insert into public.trip_members (trip_id, user_id, role)
    values (received.trip_id, sharing.caller(), received.role)
        on conflict (trip_id, user_id) do nothing;
    return received.trip_id;
end
$$;
comment on function sharing.accept_invitation(uuid) is
    'Makes the caller a member of the trip of an invitation; null where there is no such invitation for the caller.';

create function sharing.decline_invitation(invitation uuid) returns boolean
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    update public.trip_invitations i
       set declined_at = now()
     where i.id = (select r.id from sharing.received(invitation) r)
       and i.declined_at is null;
    return found;
end
$$;
comment on function sharing.decline_invitation(uuid) is
    'Has an invitation wait for nobody any more. The owner is not told; to invite again is a new invitation.';

create function sharing.decline_of_blocked() returns trigger
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    update public.trip_invitations i
       set declined_at = now()
      from public.email_holders h, public.trips t
     where h.user_id = new.user_id
       and i.address_key = h.address_key
       and i.declined_at is null
       and t.id = i.trip_id
       and t.user_id = new.blocked_id
       and sharing.holder(i.address) = h.user_id;
    return null;
end
$$;
comment on function sharing.decline_of_blocked() is 'Declines what the one who is blocked has invited the user to.';

create function sharing.forget_blocked() returns trigger
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    delete from public.user_blocks b where b.blocked_id = old.id;
    return null;
end
$$;
comment on function sharing.forget_blocked() is 'Removes what others keep of a user who is deleted.';

create or replace function sharing.share_trip(trip uuid, email text, role text) returns uuid
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    caller  constant uuid := sharing.caller();
    invited constant text := sharing.address(share_trip.email);
    key     constant text := sharing.address_key(invited);
    owner            uuid;
    holder           uuid;
    blocked          boolean;
begin
    select t.user_id into owner
      from public.trips t
     where t.id = trip;
    if caller is null or owner is null or (owner <> caller and trip <> all (sharing.shared_trips())) then
        raise exception 'there is no such trip' using errcode = 'no_data_found';
    end if;
    if owner <> caller then
        raise exception 'only its owner shares a trip' using errcode = 'insufficient_privilege';
    end if;
    if invited is null then
        raise exception 'this is no e-mail address' using errcode = 'TS001';
    end if;

    perform pg_advisory_xact_lock_shared(sharing.address_lock(key));
    holder := sharing.holder(invited);
    if holder = owner
       or holder is null and key = (select sharing.address_key(sharing.address(u.email))
                                      from public.users u
                                     where u.id = owner) then
        raise exception 'a trip is not shared with its owner' using errcode = 'TS002';
    end if;

    update public.trip_members m
       set role = share_trip.role
     where m.trip_id = trip
       and m.user_id = holder
       and m.role <> share_trip.role;
    if exists (select from public.trip_members m where m.trip_id = trip and m.user_id = holder) then
        delete from public.trip_invitations i where i.trip_id = trip and i.address_key = key;
        return holder;
    end if;

    blocked := exists (select from public.user_blocks b where b.user_id = holder and b.blocked_id = owner);
    if holder is not null and not blocked and not sharing.consent() then
        delete from public.trip_invitations i where i.trip_id = trip and i.address_key = key;
        insert into public.trip_members as m (trip_id, user_id, role)
        values (trip, holder, share_trip.role)
            on conflict (trip_id, user_id) do update
           set role = excluded.role
         where m.role <> excluded.role;
        return holder;
    end if;

    insert into public.trip_invitations as i (trip_id, address, address_key, role, declined_at)
    values (trip, invited, key, share_trip.role, case when blocked then now() end)
        on conflict (trip_id, address_key) do update
       set address     = excluded.address,
           role        = excluded.role,
           declined_at = excluded.declined_at;
    return null;
end
$$;
comment on function sharing.share_trip(uuid, text, text) is
    'Makes whoever this address finds a viewer or an editor of the trip, and tells who that is. An address that finds nobody, or '
    'somebody who has to agree first or has blocked the owner, is invited: then null. Refuses with P0002 (no such trip for the '
    'caller), 42501 (not its owner), TS001 (no address) or TS002 (the owner).';

revoke execute on all functions in schema sharing from public;
grant  execute on function sharing.arrive(),
                           sharing.follow_token(),
                           sharing.claim(),
                           sharing.invitations(int),
                           sharing.accept_invitation(uuid),
                           sharing.decline_invitation(uuid),
                           sharing.address(text),
                           sharing.address_key(text)
    to authenticated;

do $$
begin
    execute format('grant execute on function sharing.decline_of_blocked(), sharing.forget_blocked() to %I',
                   current_setting('gateway.owner'));
end
$$;

reset role;

create trigger user_blocks_decline_invitations
    after insert on public.user_blocks
    for each row execute function sharing.decline_of_blocked();

create trigger users_forget_blocks
    after delete on public.users
    for each row execute function sharing.forget_blocked();

-- The change log names what happened, for nobody to follow: an invitation is no event of the trip's members.

set local role tripsage_changelog;

create function changelog.log_trip_invitation() returns trigger
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
    set row_security = on
as $$
begin
    insert into changelog.change_log (table_name, operation, row_id, user_id, row_version, changed_columns)
    select 'trip_invitations', tg_op, i.id, (select t.user_id from public.trips t where t.id = i.trip_id), i.version,
           case
               when tg_op = 'UPDATE'
               then array_remove(array[
                        case when old.address is distinct from new.address then 'address' end,
                        case when old.role is distinct from new.role then 'role' end,
                        case when old.declined_at is distinct from new.declined_at then 'declined_at' end
                    ], null)
               else '{}'
           end
      from (select (case when tg_op = 'DELETE' then old else new end).*) as i;
    return null;
end
$$;
comment on function changelog.log_trip_invitation() is 'Logs a change of an invitation.';

create function changelog.log_user_block() returns trigger
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    if tg_op = 'DELETE' then
        insert into changelog.change_log (table_name, operation, row_id, user_id, row_version)
        values ('user_blocks', 'DELETE', old.blocked_id, old.user_id, old.version);
    else
        insert into changelog.change_log (table_name, operation, row_id, user_id, row_version)
        values ('user_blocks', tg_op, new.blocked_id, new.user_id, new.version);
    end if;
    return null;
end
$$;
comment on function changelog.log_user_block() is 'Logs that a user blocks another, or does so no longer.';

revoke execute on function changelog.log_trip_invitation(), changelog.log_user_block() from public;

do $$
begin
    execute format('grant execute on function changelog.log_trip_invitation(), changelog.log_user_block() to %I',
                   current_setting('gateway.owner'));
end
$$;

reset role;

create trigger trip_invitations_log
    after insert or update or delete on public.trip_invitations
    for each row execute function changelog.log_trip_invitation();

create trigger user_blocks_log
    after insert or update or delete on public.user_blocks
    for each row execute function changelog.log_user_block();
