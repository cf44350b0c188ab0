create table public.users (
    id                 uuid         not null default gen_random_uuid(),
    email              varchar(255) not null,
    auth_provider      varchar(50)  not null default 'supabase',
    profile            jsonb                 default '{}',
    preferences        jsonb                 default '{}',
    api_keys           jsonb                 default '{}',
    travel_preferences jsonb                 default '{}',
    created_at         timestamptz  not null default now(),
    updated_at         timestamptz  not null default now(),
    version            int          not null default 1,

    constraint users_pkey               primary key (id),
    constraint email_belongs_to_one_user unique (email)
);
comment on table public.users is 'Who travels: one row for each subject of a token, made at its first use.';
comment on column public.users.api_keys is 'Keys of the user for other providers. Never part of a log.';

create index users_by_lower_email on public.users (lower(email));

create trigger users_next_version
    before update on public.users
    for each row execute function gateway.next_version();

alter table public.users enable row level security;
alter table public.users force  row level security;

create policy users_see_themselves on public.users
    for select to authenticated
    using (id = (select auth.uid()));

create policy users_come_as_their_token_says on public.users
    for insert to authenticated
    with check (
        id = (select auth.uid())
        and email = (select nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'email')
    );

create policy users_change_themselves on public.users
    for update to authenticated
    using      (id = (select auth.uid()))
    with check (id = (select auth.uid()));

-- On Supabase a new table comes with every right for everybody. Who somebody is, id and email, never changes.
revoke all on public.users from public, anon, authenticated;
grant select on public.users to authenticated;
grant insert (id, email, auth_provider, profile, preferences, api_keys, travel_preferences, created_at, updated_at)
    on public.users to authenticated;
grant update (profile, preferences, api_keys, travel_preferences, updated_at) on public.users to authenticated;
