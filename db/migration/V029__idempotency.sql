-- Mutations that are carried out once, however often they are sent. The key, the request and its answer are rows of the transaction
-- that writes what the mutation writes. Callers have no right to the table: the functions claim a key of theirs, and keep its answer
-- once. See docs/decisions/0047-writes-that-happen-once.md.

select gateway.create_owning_role('tripsage_idempotency', 'idempotency');

create table gateway.idempotency_keys (
    user_id    uuid        not null,
    key        text        not null,
    request    text        not null,
    answer     text,
    created_at timestamptz not null default now(),

    constraint idempotency_keys_pkey         primary key (user_id, key),
    constraint idempotency_key_is_of_a_user  foreign key (user_id) references public.users (id) on delete cascade,
    constraint idempotency_key_has_a_length  check (length(key) between 1 and 255)
);
comment on table gateway.idempotency_keys is 'Keys with which callers have sent mutations, and the answers to these.';
comment on column gateway.idempotency_keys.request is 'The SHA-256 of document, name of the operation and variables.';
comment on column gateway.idempotency_keys.answer is 'The JSON of the answer. Null as long as the mutation is being carried out.';

create index idempotency_keys_by_created on gateway.idempotency_keys (created_at);

revoke all on gateway.idempotency_keys from public, anon, authenticated;
grant select, delete, insert (user_id, key, request), update (answer) on gateway.idempotency_keys to tripsage_idempotency;

set local role tripsage_idempotency;

comment on schema idempotency is 'Functions that have a mutation carried out once.';
grant usage on schema idempotency to authenticated;

create function idempotency.caller() returns uuid
    language sql stable parallel safe
    return (nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub')::uuid;
comment on function idempotency.caller() is 'auth.uid() for a role that has no access to the schema auth.';

reset role;

alter table gateway.idempotency_keys enable row level security, force row level security;

create policy idempotency_keys_are_their_users on gateway.idempotency_keys for all to tripsage_idempotency
    using (user_id = (select idempotency.caller()));

-- What looks after the table has no caller.
create policy idempotency_keys_are_removed on gateway.idempotency_keys for all to tripsage_idempotency
    using ((select idempotency.caller()) is null) with check (false);

set local role tripsage_idempotency;

create function idempotency.claim(
    key text, request text, patience_millis int, out is_new boolean, out is_same boolean, out answer text)
    language plpgsql security definer set search_path = pg_catalog, pg_temp set lock_timeout = '1s' as $$
begin
    perform set_config('lock_timeout', claim.patience_millis::text, true);
    insert into gateway.idempotency_keys (user_id, key, request)
         values (idempotency.caller(), claim.key, claim.request)
    on conflict do nothing;
    is_new := found;
    if not is_new then
        select k.request = claim.request, k.answer
          into is_same, claim.answer
          from gateway.idempotency_keys k
         where k.key = claim.key;
    end if;
exception
    when lock_not_available then null;
end $$;
comment on function idempotency.claim(text, text, int) is
    'Claims a key of the caller for a request. Where it is not new, tells whether it was claimed for the same one, and the answer. '
    'While another transaction carries a request with this key out it waits so long, and then answers with nulls.';

create function idempotency.keep(key text, answer text) returns void
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    update gateway.idempotency_keys k
       set answer = keep.answer
     where k.key = keep.key
       and k.answer is null;
end $$;
comment on function idempotency.keep(text, text) is 'Keeps the answer to the request that has claimed a key of the caller, unless one is kept.';

create function idempotency.is_kept(key text) returns boolean
    language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
    return exists (select from gateway.idempotency_keys k where k.key = is_kept.key);
end $$;
comment on function idempotency.is_kept(text) is 'Whether a request with this key of the caller has been carried out.';

create function idempotency.remove(retention interval, most int) returns int
    language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    removed int;
begin
    delete from gateway.idempotency_keys k
     using (select o.user_id, o.key
              from gateway.idempotency_keys o
             where o.created_at < now() - retention
             order by o.created_at
             limit most
               for update skip locked) as old
     where k.user_id = old.user_id
       and k.key = old.key;
    get diagnostics removed = row_count;
    return removed;
end $$;
comment on function idempotency.remove(interval, int) is 'Removes keys that are older, so many at once, and tells how many it has removed.';

grant execute on function idempotency.claim(text, text, int), idempotency.keep(text, text), idempotency.is_kept(text) to authenticated;

reset role;
