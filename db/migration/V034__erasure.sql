-- The erasure of accounts. A user's rows go with the row of the user, whoever deletes it: foreign keys and the trigger below are the one
-- place that says what goes. See docs/decisions/0053-erasure.md.

select gateway.create_owning_role('tripsage_erasure', 'erasure');

create table gateway.erasures (
    id        bigint      not null generated always as identity,
    account   bytea       not null,
    user_id   uuid,
    is_closed boolean     not null,
    erased_at timestamptz not null default clock_timestamp(),
    gone_at   timestamptz,

    constraint erasures_pkey               primary key (id),
    constraint erasure_is_pending_once     unique (user_id)
);
comment on table gateway.erasures is
    'The accounts that were erased. When nothing is left of one, its row is the fact alone, without the user''s id.';
comment on column gateway.erasures.account is 'The SHA-256 hash of the user''s id.';
comment on column gateway.erasures.user_id is 'The user, as long as something is left to erase.';
comment on column gateway.erasures.is_closed is
    'Whether the user has asked for it: then the tokens of before don''t count. Not where another program has deleted the user''s row.';
comment on column gateway.erasures.gone_at is 'When the row of the user was deleted, with all that belongs to it.';

create index erasures_by_account on gateway.erasures (account);

alter table gateway.erasures enable row level security, force row level security;

create policy erasures_are_noted on gateway.erasures for all to tripsage_erasure using (true);

create policy erasures_are_finished on gateway.erasures for all to tripsage_changelog using (true);

revoke all on gateway.erasures from public, anon, authenticated;
grant select, insert, update (is_closed, erased_at, gone_at) on gateway.erasures to tripsage_erasure;
grant select, update (user_id) on gateway.erasures to tripsage_changelog;

grant usage on schema public, gateway to tripsage_erasure;
grant select (user_id), delete on gateway.embedding_queue to tripsage_erasure;

create policy embedding_queue_forgets_the_erased on gateway.embedding_queue for all to tripsage_erasure using (true);

grant select (id), delete on public.users to tripsage_erasure;
grant select (id, user_id), update (user_id) on public.trips to tripsage_erasure;
grant select (trip_id, user_id, role), delete on public.trip_members to tripsage_erasure;
grant select (user_id, blocked_id) on public.user_blocks to tripsage_erasure;

set local role tripsage_erasure;

comment on schema erasure is 'Functions that erase the account of the caller.';
grant usage on schema erasure to authenticated;

create function erasure.caller() returns uuid
    language sql stable parallel safe
    return (nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub')::uuid;
comment on function erasure.caller() is 'auth.uid() for a role that has no access to the schema auth.';

create function erasure.account(of uuid) returns bytea
    language sql immutable parallel safe
    return sha256(uuid_send(of));
comment on function erasure.account(uuid) is
    'The name under which the erasure of an account is remembered. An id has 122 random bits, which nobody finds by trying.';

create function erasure.seconds(claim jsonb) returns double precision
    language sql immutable parallel safe
    return case when jsonb_typeof(claim) = 'number' and claim::numeric between 0 and 253402300799 then claim::float8 end;
comment on function erasure.seconds(jsonb) is 'A claim that is a time, in seconds since 1970; null of another one.';

create function erasure.signed_in_at(claims jsonb) returns timestamptz
    language sql stable parallel safe
    return to_timestamp(coalesce(
        erasure.seconds(claims -> 'auth_time'),
        (select max(erasure.seconds(method -> 'timestamp'))
           from jsonb_array_elements(case jsonb_typeof(claims -> 'amr') when 'array' then claims -> 'amr' else '[]' end) method
          where jsonb_typeof(method) = 'object'),
        erasure.seconds(claims -> 'iat')));
comment on function erasure.signed_in_at(jsonb) is
    'When the user of a token has signed in: auth_time of OpenID Connect, amr of Supabase, which a refreshed token keeps, or else when '
    'the token was issued. Null where it does not tell.';

create function erasure.is_closed() returns boolean
    language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
    claims constant jsonb := nullif(current_setting('request.jwt.claims', true), '')::jsonb;
begin
    return exists (select
                     from gateway.erasures e
                    where e.account = erasure.account(erasure.caller())
                      and e.is_closed
                      and e.erased_at >= coalesce(erasure.signed_in_at(claims), e.erased_at));
end $$;
comment on function erasure.is_closed() is
    'Whether the caller has erased the account since signing in. Whoever signs in again begins anew.';

create function erasure.hand_over(trip uuid, new_owner uuid) returns boolean
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    perform from public.trips t where t.id = trip and t.user_id = erasure.caller() for no key update;
    if not found
       or not exists (select
                        from public.trip_members m
                       where m.trip_id = trip
                         and m.user_id = new_owner
                         and m.role = 'editor') then
        return false;
    end if;
    -- Whose trips somebody has blocked, that trip they are not members of.
    delete from public.trip_members m
     where m.trip_id = trip
       and (m.user_id = new_owner
            or exists (select from public.user_blocks b where b.user_id = m.user_id and b.blocked_id = new_owner));
    update public.trips t set user_id = new_owner where t.id = trip;
    return true;
end $$;
comment on function erasure.hand_over(uuid, uuid) is
    'Gives a trip of the caller to one of its editors. False where it is no such trip, or that user no editor of it.';

create function erasure.close() returns void
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    caller constant uuid := erasure.caller();
begin
    insert into gateway.erasures as e (account, user_id, is_closed)
    values (erasure.account(caller), caller, true)
        on conflict (user_id) do update
       set is_closed = true, erased_at = clock_timestamp(), gone_at = null;
end $$;
comment on function erasure.close() is 'Closes the account of the caller: no token of before this moment counts any more.';

create function erasure.remove() returns void
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    delete
      from public.users u
     where u.id = erasure.caller()
       and exists (select from gateway.erasures e where e.user_id = u.id and e.is_closed and e.gone_at is null);
end $$;
comment on function erasure.remove() is 'Deletes the row of the caller, whose account is closed, with all that belongs to it.';

create function erasure.note() returns trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    delete from gateway.embedding_queue q where q.user_id = old.id;
    insert into gateway.erasures as e (account, user_id, is_closed, gone_at)
    values (erasure.account(old.id), old.id, false, clock_timestamp())
        on conflict (user_id) do update
       set gone_at = clock_timestamp();
    return null;
end $$;
comment on function erasure.note() is
    'Notes that a user is gone, so that the change log forgets the user, and removes what no foreign key does.';

create function erasure.keep_closed() returns trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    if erasure.is_closed() then
        raise exception 'the account has been erased' using errcode = 'insufficient_privilege';
    end if;
    return new;
end $$;
comment on function erasure.keep_closed() is 'Keeps a token of before from making the row of an erased user again.';

grant execute on function erasure.is_closed(), erasure.hand_over(uuid, uuid), erasure.close(), erasure.remove()
    to authenticated;

reset role;

create policy users_are_erased_by_themselves on public.users for delete to tripsage_erasure
    using (id = (select erasure.caller()));
create policy users_are_found_for_erasure on public.users for select to tripsage_erasure
    using (id = (select erasure.caller()));

create policy trips_are_found_for_erasure on public.trips for select to tripsage_erasure using (true);
create policy trips_are_handed_over on public.trips for update to tripsage_erasure
    using (user_id = (select erasure.caller()))
    with check (true);

create policy trip_members_are_found_for_erasure on public.trip_members for select to tripsage_erasure using (true);
create policy trip_members_make_room_for_an_owner on public.trip_members for delete to tripsage_erasure
    using (exists (select from public.trips t where t.id = trip_id and t.user_id = (select erasure.caller())));

create policy user_blocks_are_found_for_erasure on public.user_blocks for select to tripsage_erasure using (true);

create trigger users_stay_erased before insert on public.users
    for each row when (row_security_active('public.users')) execute function erasure.keep_closed();

-- With the commit, when foreign keys and the other triggers have deleted and logged all that belongs to the user.
create constraint trigger users_are_noted after delete on public.users
    deferrable initially deferred
    for each row execute function erasure.note();

set local role tripsage_changelog;

create function changelog.partitions() returns setof regclass
    language sql stable set search_path = pg_catalog, pg_temp as $$
    select i.inhrelid::regclass
      from pg_inherits i
     where i.inhparent in ('changelog.change_log'::regclass, 'changelog.audit_log'::regclass)
     order by 1
$$;
comment on function changelog.partitions() is 'The partitions of the change log, and of what is kept of it for the audit.';

create function changelog.ended(gone uuid, until timestamptz) returns uuid[]
    language sql stable set search_path = pg_catalog, pg_temp as $$
    select array_agg(c.row_id)
      from (select l.row_id, l.operation, l.table_name, l.user_id, l.occurred_at from changelog.change_log l
             union all
            select a.row_id, a.operation, a.table_name, a.user_id, a.occurred_at from changelog.audit_log a) as c
     where c.operation = 'DELETE'
       and c.table_name in ('trips', 'chat_sessions')
       and c.user_id = gone
       and c.occurred_at <= until
$$;
comment on function changelog.ended(uuid, timestamptz) is 'The trips and chat sessions of a user that were deleted until then.';

create function changelog.forget(part regclass, gone uuid, until timestamptz, ended uuid[]) returns void
    language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    nobody constant uuid := '00000000-0000-0000-0000-000000000000';
begin
    if part not in (select p from changelog.partitions() p) then
        raise exception '% is no partition of the change log', part;
    end if;
    -- Members are still to be told that a trip is gone, or that somebody is no member any more.
    execute format($sql$
        delete
          from %s c
         where c.occurred_at <= $2
           and (c.user_id = $1 or c.trip_id = any ($3) or c.session_id = any ($3))
           and not (c.table_name = 'trips' and c.operation = 'DELETE' and not c.audience <@ array[$1])
           and not (c.table_name in ('trips', 'trip_members') and exists (select from public.trips t where t.id = c.trip_id))
        $sql$, part) using gone, until, ended;
    execute format($sql$
        update %s c
           set row_id   = case when c.row_id = $1 then $3 else c.row_id end,
               user_id  = nullif(c.user_id, $1),
               actor_id = nullif(c.actor_id, $1),
               token_id = case when c.actor_id is distinct from $1 then c.token_id end,
               audience = array_remove(c.audience, $1)
         where c.occurred_at <= $2
           and (c.row_id = $1 or c.user_id = $1 or c.actor_id = $1 or $1 = any (c.audience))
        $sql$, part) using gone, until, nobody;
end $$;
comment on function changelog.forget(regclass, uuid, timestamptz, uuid[]) is
    'Removes from a partition of the log what a user who is gone has left there until then. What concerns others too stays, without the '
    'user: a member who left has the id of nobody, and who made a change is not said.';

reset role;
