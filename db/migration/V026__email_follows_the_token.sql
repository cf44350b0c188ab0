-- Tokens are the authority on e-mail: a user has the address that the newest of his tokens says, and is found by it as long as
-- no newer token says it of somebody else. See docs/decisions/0023-email-follows-the-token.md.

alter table public.users
    drop constraint email_belongs_to_one_user,
    add column email_verified boolean not null default true,
    add column email_told_at timestamptz;
drop index public.users_by_lower_email;

comment on column public.users.email is
    'As the newest token of the user says, or, before the first, as whoever made the row; empty where there is none. Several users '
    'may have the same: whom it finds stands in email_holders.';
comment on column public.users.email_verified is 'Whether the token says nothing against the address.';
comment on column public.users.email_told_at is 'When the token was issued that brought what is stored.';

create table public.email_holders (
    address     varchar(255) not null,
    address_key text         not null,
    user_id     uuid         not null,
    told_at     timestamptz  not null default '-infinity',
    updated_at  timestamptz  not null default now(),
    version     int          not null default 1,

    constraint email_holders_pkey           primary key (address),
    constraint email_holder_has_one_address unique (user_id),
    constraint email_holder_is_a_user       foreign key (user_id) references public.users (id) on delete cascade
);
comment on table public.email_holders is
    'Whom an address finds: whose newest token said it last, and did not call it unverified. Nobody reads it but sharing.';
comment on column public.email_holders.address_key is 'The address in any case, as sharing.address_key() has it.';
comment on column public.email_holders.told_at is 'When the token was issued; -infinity where another program made the user.';

create index email_holders_by_key on public.email_holders (address_key);

create trigger email_holders_next_version
    before update on public.email_holders
    for each row execute function gateway.next_version();

revoke all on public.email_holders from public, anon, authenticated;
grant select,
      insert (address, address_key, user_id, told_at),
      update (user_id, told_at),
      delete
    on public.email_holders to tripsage_sharing;

create policy email_holders_are_found_for_sharing on public.email_holders
    for select to tripsage_sharing
    using (true);

create policy email_holders_are_added_as_tokens_say on public.email_holders
    for insert to tripsage_sharing
    with check (true);

create policy email_holders_change_as_tokens_say on public.email_holders
    for update to tripsage_sharing
    using (true);

create policy email_holders_go_as_tokens_say on public.email_holders
    for delete to tripsage_sharing
    using (true);

-- sharing.arrive() writes the caller's row.
grant insert (id, email, email_verified, email_told_at),
      update (email, email_verified, email_told_at),
      select (email_verified, email_told_at)
    on public.users to tripsage_sharing;

create policy users_are_added_as_their_token_says on public.users
    for insert to tripsage_sharing
    with check (id = (select sharing.caller()));

create policy users_follow_their_token on public.users
    for update to tripsage_sharing
    using      (id = (select sharing.caller()))
    with check (id = (select sharing.caller()));

-- Programs that come with a token may still make the row themselves. They are found by the address after their first request.
drop policy users_come_as_their_token_says on public.users;
create policy users_come_as_their_token_says on public.users
    for insert to authenticated
    with check (
        id = (select auth.uid())
        and email = (select coalesce(nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'email', ''))
    );

select set_config('gateway.owner', current_user, true);
set local role tripsage_sharing;

create function sharing.address(text text) returns text
    language sql
    immutable
    parallel safe
    return (
        select case
                   -- What is not ASCII is never taken for what is: the Kelvin sign is no k, here.
                   when composed.address !~ '[^\u0001-\u007f]' then trimmed.address
                   else composed.address
               end
          from (select case
                           when length(text) <= 1000
                           then btrim(text, E' \t\n\r\u00a0\u2002\u2003\u2007\u2009\u200b\u202f\u2060\u3000\ufeff')
                       end) as trimmed (address),
               lateral (select normalize(trimmed.address, nfc)) as composed (address)
         where length(composed.address) <= 255
           and length(trimmed.address) <= 255
           and trimmed.address !~ '[\u0001-\u0020\u007f-\u00a0\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff,;<>()"\\]'
           and trimmed.address ~ '^[^@]+@[^@.]+(\.[^@.]+)*$'
    );
comment on function sharing.address(text) is
    'The e-mail address that a text is, without the white space around it and composed as NFC; null where it is none: one @ with '
    'something on both sides, at most 255 characters, and neither white space nor what separates or quotes addresses.';

-- gateway.folded() finds what people mean, and so takes ß for ss: good enough for words, and not for whose mail it is.
do $$
declare
    unicode constant text := (select c.collname
                                from pg_collation c
                               where c.collnamespace = 'pg_catalog'::regnamespace
                                 and c.collname in ('pg_c_utf8', 'und-x-icu', 'C.utf8', 'C.UTF-8')
                                 and c.collencoding in (-1, pg_char_to_encoding('UTF8'))
                               order by array_position(array['pg_c_utf8', 'und-x-icu', 'C.utf8', 'C.UTF-8'],
                                                       c.collname::text)
                               limit 1);
begin
    execute format($sql$
        create function sharing.address_key(address text) returns text
            language sql
            immutable
            parallel safe
            return case
                       when address ~ '[^\u0001-\u007f]' and lower(address collate pg_catalog.%1$I) !~ '[^\u0001-\u007f]' then address
                       else normalize(lower(address collate pg_catalog.%1$I), nfc)
                   end
    $sql$, unicode);
end
$$;
comment on function sharing.address_key(text) is
    'The same for addresses that differ in case only, whatever the locale of the database. What is not ASCII never has the key of '
    'what is.';

create function sharing.holder(address text) returns uuid
    language sql
    stable
    parallel safe
    return coalesce(
        (select h.user_id from public.email_holders h where h.address = holder.address),
        (select case when count(*) = 1 then (array_agg(h.user_id))[1] end
           from public.email_holders h
          where h.address_key = sharing.address_key(holder.address)));
comment on function sharing.holder(text) is
    'Whom an address finds: who holds it as it is written, or else the only one who holds it in another case. Addresses that '
    'differ in case may be two people''s.';

create function sharing.hold_address() returns trigger
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    told constant text := sharing.address(new.email);
begin
    delete from public.email_holders h where h.user_id = new.id and h.address is distinct from told;
    if told is not null then
        insert into public.email_holders (address, address_key, user_id)
        values (told, sharing.address_key(told), new.id)
            on conflict do nothing;
    end if;
    return null;
end
$$;
comment on function sharing.hold_address() is
    'Has a user whom another program makes, or gives another address, found by it, unless somebody is found by it already. A token '
    'goes before that.';

create function sharing.follow_token() returns void
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    claims   constant jsonb       := nullif(current_setting('request.jwt.claims', true), '')::jsonb;
    caller   constant uuid        := sharing.caller();
    said     constant text        := case jsonb_typeof(claims -> 'email') when 'string' then btrim(claims ->> 'email') end;
    told     constant text        := case when length(said) <= 255 then said else '' end;
    -- The provider's own claim goes before one that on Supabase the user may have written.
    verified constant boolean     := lower(coalesce(claims ->> 'email_verified', claims -> 'user_metadata' ->> 'email_verified',
                                                    '')) <> 'false';
    -- A token that does not tell its age is as old as its use, and none is from the future.
    issued   constant timestamptz := least(clock_timestamp(),
                                           case
                                               when jsonb_typeof(claims -> 'iat') = 'number'
                                                    and (claims ->> 'iat')::numeric between 0 and 253402300799
                                               then to_timestamp((claims ->> 'iat')::float8)
                                           end);
    found_by constant text        := case when verified and said is not null then sharing.address(told) end;
    stored            record;
begin
    if caller is null then
        raise exception 'nobody is calling' using errcode = 'insufficient_privilege';
    end if;
    select u.email, u.email_verified, u.email_told_at into stored from public.users u where u.id = caller;
    if not found then
        insert into public.users (id, email, email_verified, email_told_at)
        values (caller, told, verified, issued)
            on conflict (id) do nothing;
    elsif issued < stored.email_told_at
          or (stored.email, stored.email_verified) = (told, verified)
             and not exists (select
                               from public.email_holders h
                              where h.user_id = caller
                                and h.address is distinct from found_by)
             and (found_by is null
                  or exists (select
                               from public.email_holders h
                              where h.address = found_by
                                and h.user_id = caller
                                and h.told_at >= issued)) then
        return;
    end if;
    -- A token without the claim says nothing; one with an empty one says that there is no address.
    if said is null then
        return;
    end if;

    -- Two tokens of one user wait for each other here.
    select u.email_told_at into stored from public.users u where u.id = caller for no key update;
    if not found or issued < stored.email_told_at then
        return;
    end if;
    update public.users u
       set email          = told,
           email_verified = verified,
           email_told_at  = issued
     where u.id = caller
       and ((u.email, u.email_verified) is distinct from (told, verified) or u.email_told_at is null);
    delete from public.email_holders h
     where h.user_id = caller
       and h.address is distinct from found_by;
    if found_by is not null then
        insert into public.email_holders as h (address, address_key, user_id, told_at)
        values (found_by, sharing.address_key(found_by), caller, issued)
            on conflict (address) do update
           set user_id = excluded.user_id,
               told_at = excluded.told_at
         where h.told_at <= excluded.told_at;
    end if;
end
$$;
comment on function sharing.follow_token() is
    'Sees to it that the caller has a row, the address that the token says, and is found by it, unless a newer token has said '
    'otherwise. What somebody else has had shared with the address stays theirs.';

revoke execute on function sharing.address(text), sharing.address_key(text), sharing.holder(text), sharing.hold_address(),
                           sharing.follow_token()
    from public;

do $$
begin
    execute format('grant execute on function sharing.address(text), sharing.address_key(text), sharing.hold_address() to %I',
                   current_setting('gateway.owner'));
end
$$;

reset role;

-- Those who are there already, the oldest first, are found as they were.
alter table public.users no force row level security;

insert into public.email_holders (address, address_key, user_id)
select found.address, sharing.address_key(found.address), found.id
  from (select distinct on (a.address) a.address, u.id
          from public.users u,
               lateral (select sharing.address(u.email)) as a (address)
         where a.address is not null
         order by a.address, u.created_at, u.id) as found;

alter table public.users force row level security;

alter table public.email_holders enable row level security;
alter table public.email_holders force  row level security;

-- Row-level security binds whoever comes with a token: what such a program writes is no better than what the token says.
create trigger users_hold_their_address
    after insert or update of email on public.users
    for each row
    when (not row_security_active('public.users'))
    execute function sharing.hold_address();
