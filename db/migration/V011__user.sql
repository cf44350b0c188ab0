create table public.users (
    id                 uuid         not null default gen_random_uuid(),
    email              varchar(255) not null,
    email_verified     boolean      not null default true,
    email_told_at      timestamptz,
    auth_provider      varchar(50)  not null default 'supabase',
    profile            jsonb                 default '{}',
    preferences        jsonb                 default '{}',
    api_keys           jsonb                 default '{}',
    travel_preferences jsonb                 default '{}',
    created_at         timestamptz  not null default now(),
    updated_at         timestamptz  not null default now(),
    version            int          not null default 1,

    constraint users_pkey primary key (id)
);
comment on table public.users is 'The travellers: one row for each subject of a token, made at its first use.';
comment on column public.users.email is
    'The address that the newest token of the user says, or, before the first, the one given with the row; empty where there is none. '
    'Several users may have the same: the one whom it finds stands in email_holders.';
comment on column public.users.email_verified is 'False where the token says that the address is not verified.';
comment on column public.users.email_told_at is 'The time when the token was issued that brought the address.';
comment on column public.users.api_keys is 'Keys of the user for other providers. Never part of a log.';

select gateway.count_versions('public.users');

select gateway.follow('public.users', user_id => 'row.id', unnamed => '{api_keys}');

alter table public.users enable row level security, force row level security;

create policy users_see_themselves on public.users for select to authenticated
    using (id = (select auth.uid()));

-- Programs that come with a token may make the row themselves. They are found by the address after their first request.
create policy users_come_as_their_token_says on public.users for insert to authenticated
    with check (
        id = (select auth.uid())
        and email = (select coalesce(nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'email', ''))
    );

create policy users_change_themselves on public.users for update to authenticated
    using      (id = (select auth.uid()))
    with check (id = (select auth.uid()));

-- On Supabase a new table comes with every right for everybody. The id and the address are the token's.
revoke all on public.users from public, anon, authenticated;
grant select on public.users to authenticated;
grant insert (id, email, auth_provider, profile, preferences, api_keys, travel_preferences, created_at, updated_at)
    on public.users to authenticated;
grant update (profile, preferences, api_keys, travel_preferences, updated_at) on public.users to authenticated;

-- Users are found by their address, and sharing.arrive() writes the row of the caller.
grant select (id, email, email_verified, email_told_at, profile),
      insert (id, email, email_verified, email_told_at),
      update (email, email_verified, email_told_at)
    on public.users to tripsage_sharing;

create policy users_are_found_for_sharing on public.users for select to tripsage_sharing using (true);

create policy users_are_added_as_their_token_says on public.users for insert to tripsage_sharing
    with check (id = (select sharing.caller()));

create policy users_follow_their_token on public.users for update to tripsage_sharing
    using      (id = (select sharing.caller()))
    with check (id = (select sharing.caller()));
