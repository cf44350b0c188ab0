-- Sharing a trip with an address: the user whom it finds becomes a member at once; for anybody else an invitation waits.
-- See docs/decisions/0023-email-follows-the-token.md.

create table gateway.sharing_mode (
    singleton boolean not null default true,
    consent   boolean not null default false,

    constraint sharing_mode_pkey       primary key (singleton),
    constraint sharing_has_one_mode    check (singleton)
);
comment on table gateway.sharing_mode is
    'The way of sharing: whether the user whom a trip is shared with has to agree first. The gateway writes it when it migrates, from '
    'gateway.sharing.consent; it holds for whoever shares.';
insert into gateway.sharing_mode default values;

grant select (consent) on gateway.sharing_mode to tripsage_sharing;

set local role tripsage_sharing;

create function sharing.consent() returns boolean
    language sql stable parallel safe
    return (select m.consent from gateway.sharing_mode m);
comment on function sharing.consent() is 'Whether the user whom a trip is shared with has to agree first.';

create function sharing.address_lock(address_key text) returns bigint
    language sql immutable parallel safe
    return hashtextextended('sharing.address ' || address_key, 0);
comment on function sharing.address_lock(text) is
    'The lock on an address: shared for those who share a trip with it, exclusive for the user who comes with it. Otherwise an '
    'invitation could miss a user who comes at the same moment.';

create function sharing.received(invitation uuid) returns table (id uuid, trip_id uuid, role varchar, owner uuid)
    language sql stable parallel safe
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
    'The invitations of the address that finds the caller, as far as they wait: the oldest first, or the one with this id.';

create function sharing.invitations(most int)
    returns table (id uuid, title varchar, role varchar, inviter_id uuid, inviter_email varchar, inviter_name text,
                   created_at timestamptz)
    language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
begin
    return query
    select i.id, t.title, i.role, u.id, u.email, sharing.shown_name(u.profile), i.created_at
      from (select r.id, row_number() over () as place from sharing.received(null) r limit most) as r
      join public.trip_invitations i on i.id = r.id
      join public.trips t on t.id = i.trip_id
      join public.users u on u.id = t.user_id
     order by r.place;
end $$;
comment on function sharing.invitations(int) is
    'The invitations of the caller, the oldest first: of the trip only its title and its owner.';

create function sharing.claim() returns boolean
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
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
    -- What somebody else is changing at this moment waits for another time: a slow owner keeps nobody from coming in.
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
end $$;
comment on function sharing.claim() is
    'Makes the caller a member of the trips that the caller is invited to, unless consent is asked for. False: some may be left for '
    'another time.';

create function sharing.arrive() returns boolean
    language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    perform sharing.follow_token();
    return sharing.claim();
end $$;
comment on function sharing.arrive() is
    'Follows what a token says of the e-mail address, and claims what was shared with it: to be called with each new token. False: to '
    'be called again at the next request.';

create function sharing.accept_invitation(invitation uuid) returns uuid
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
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
end $$;
comment on function sharing.accept_invitation(uuid) is
    'Makes the caller a member of the trip of an invitation; null where there is no such invitation for the caller.';

create function sharing.decline_invitation(invitation uuid) returns boolean
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    update public.trip_invitations i
       set declined_at = now()
     where i.id = (select r.id from sharing.received(invitation) r)
       and i.declined_at is null;
    return found;
end $$;
comment on function sharing.decline_invitation(uuid) is
    'Ends an invitation of the caller. The owner is not told; to invite again is a new invitation.';

create function sharing.share_trip(trip uuid, email text, role text) returns uuid
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
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
end $$;
comment on function sharing.share_trip(uuid, text, text) is
    'Makes the user whom the address finds a viewer or an editor of the trip, and returns the id of that user. An address that finds '
    'nobody, or somebody who has to agree first or has blocked the owner, is invited: then null. Refuses with P0002 (no such trip for '
    'the caller), 42501 (not its owner), TS001 (not an address) or TS002 (the owner).';

grant execute on function sharing.arrive(),
                           sharing.claim(),
                           sharing.invitations(int),
                           sharing.accept_invitation(uuid),
                           sharing.decline_invitation(uuid),
                           sharing.share_trip(uuid, text, text)
    to authenticated;

reset role;
