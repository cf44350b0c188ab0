-- Tokens are the authority on e-mail addresses: a user has the address that the newest token of the user says, and is found by it as
-- long as no newer token says it of somebody else. See docs/decisions/0023-email-follows-the-token.md.

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
    'The user whom an address finds: the one whose newest token said it last, and did not call it unverified. Only functions of the '
    'schema sharing read it.';
comment on column public.email_holders.address_key is 'The same for the address in any case: sharing.address_key().';
comment on column public.email_holders.told_at is 'The time when the token was issued; -infinity where another program made the user.';

create index email_holders_by_key on public.email_holders (address_key);

select gateway.count_versions('public.email_holders');

alter table public.email_holders enable row level security, force row level security;

revoke all on public.email_holders from public, anon, authenticated;
grant select,
      insert (address, address_key, user_id, told_at),
      update (user_id, told_at),
      delete
    on public.email_holders to tripsage_sharing;

create policy email_holders_are_found_for_sharing on public.email_holders for select to tripsage_sharing using (true);

create policy email_holders_are_added_as_tokens_say on public.email_holders for insert to tripsage_sharing
    with check (true);

create policy email_holders_change_as_tokens_say on public.email_holders for update to tripsage_sharing using (true);

create policy email_holders_go_as_tokens_say on public.email_holders for delete to tripsage_sharing using (true);

set local role tripsage_sharing;

create function sharing.address(text text) returns text
    language sql immutable parallel safe
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
    'The e-mail address that a text is, without the white space around it and composed as NFC. Null where the text is not an address: '
    'one @ with something on both sides, at most 255 characters, and neither white space nor what separates or quotes addresses.';

-- gateway.folded() finds what people mean, and so takes ß for ss: good enough for words, and not for whose mail it is.
do $$
begin
    execute format($sql$
        create function sharing.address_key(address text) returns text
            language sql immutable parallel safe
            return case
                       when address ~ '[^\u0001-\u007f]' and lower(address collate pg_catalog.%1$I) !~ '[^\u0001-\u007f]' then address
                       else normalize(lower(address collate pg_catalog.%1$I), nfc)
                   end
        $sql$, gateway.unicode_collation());
end $$;
comment on function sharing.address_key(text) is
    'The key of an address: the same for those that differ in case only, whatever the locale of the database. An address that is not '
    'ASCII never has the key of one that is.';

create function sharing.holder(address text) returns uuid
    language sql stable parallel safe
    return coalesce(
        (select h.user_id from public.email_holders h where h.address = holder.address),
        (select case when count(*) = 1 then (array_agg(h.user_id))[1] end
           from public.email_holders h
          where h.address_key = sharing.address_key(holder.address)));
comment on function sharing.holder(text) is
    'The user whom an address finds: the one who holds it as it is written, or else the only one who holds it in another case. '
    'Addresses that differ in case may be two people''s.';

create function sharing.hold_address() returns trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
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
end $$;
comment on function sharing.hold_address() is
    'Lets the address find a user whom another program makes, or gives this address, unless it finds somebody already. A token goes '
    'before that.';

create function sharing.follow_token() returns void
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
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
end $$;
comment on function sharing.follow_token() is
    'Gives the caller a row and the address that the token says, and lets the address find the caller, unless a newer token has said '
    'otherwise. Trips that were shared with the address stay shared with the user whom it found then.';

grant execute on function sharing.address(text), sharing.address_key(text), sharing.follow_token() to authenticated;

reset role;

-- A program that row-level security binds comes with a token: what it writes is not better than what the token says.
create trigger users_hold_their_address after insert or update of email on public.users
    for each row when (not row_security_active('public.users')) execute function sharing.hold_address();
