-- Users' own keys with providers: Fernet tokens in users.api_keys, which the gateway makes and reads. A command encrypts them anew with the
-- newest key of the gateway's ring, as a role that sees and changes nothing else. See docs/decisions/0049-provider-keys.md.

select gateway.create_role('tripsage_provider_keys');

comment on column public.users.api_keys is
    'Keys of the user with providers, by the name of the provider: Fernet tokens, which name the user and the provider inside. Never part '
    'of a log.';

grant usage on schema public to tripsage_provider_keys;
grant select (id, api_keys), update (api_keys) on public.users to tripsage_provider_keys;

create policy provider_keys_are_encrypted_anew on public.users to tripsage_provider_keys using (true) with check (true);

create function gateway.keep_version() returns trigger
    language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    new.version    := old.version;
    new.updated_at := old.updated_at;
    return new;
end $$;
comment on function gateway.keep_version() is 'Takes back what the trigger before it has counted.';
revoke execute on function gateway.keep_version() from public;

-- The same keys under another encryption are no change of the user's: neither the version nor, with that, the change log tells of it.
create trigger users_next_version_of_their_own before update of api_keys on public.users for each row
    when (current_user = 'tripsage_provider_keys') execute function gateway.keep_version();
