-- Access tokens: credentials that users make for programs of theirs. The secret is with the program alone, and what is stored is its
-- hash. The gateway finds a token by it before there is a caller, as a role of its own. See docs/decisions/0046-access-tokens.md.

select gateway.create_role('tripsage_tokens');

create table public.access_tokens (
    id           uuid         not null default gen_random_uuid(),
    user_id      uuid         not null,
    name         varchar(100) not null,
    scope        text         not null,
    hash         bytea        not null,
    made_with    uuid,
    created_at   timestamptz  not null default clock_timestamp(),
    expires_at   timestamptz  not null,
    last_used_at timestamptz,
    revoked_at   timestamptz,
    updated_at   timestamptz  not null default now(),
    version      int          not null default 1,

    constraint access_tokens_pkey               primary key (id),
    constraint access_token_hash_is_unique      unique (hash),
    constraint access_token_is_of_a_user        foreign key (user_id) references public.users (id) on delete cascade,
    constraint access_token_hash_is_a_sha256    check (length(hash) = 32),
    constraint access_token_scope_is_readable   check (scope ~ '^[a-z]+:[a-z]+( [a-z]+:[a-z]+)*$'),
    constraint access_token_ends_after_it_began check (expires_at > created_at)
);
comment on table public.access_tokens is 'Credentials of programs that act for a user, within scopes.';
comment on column public.access_tokens.scope is 'The names of its scopes, with a space between two.';
comment on column public.access_tokens.hash is 'The SHA-256 of the secret. Nobody but the gateway reads it.';
comment on column public.access_tokens.made_with is 'The token with which this one was made, which takes it along when it is revoked.';
comment on column public.access_tokens.last_used_at is 'Written at most once a minute.';

create index access_tokens_by_user_created on public.access_tokens (user_id, created_at);
create index access_tokens_by_maker        on public.access_tokens (made_with) where made_with is not null;

select gateway.count_versions('public.access_tokens', uncounted => array['last_used_at']);

select gateway.follow('public.access_tokens', user_id => 'row.user_id', derived => array['last_used_at']);

alter table public.access_tokens enable row level security, force row level security;

revoke all on public.access_tokens from public, anon, authenticated;
grant select (id, user_id, name, scope, made_with, created_at, expires_at, last_used_at, revoked_at),
      insert (user_id, name, scope, hash, made_with, expires_at),
      update (revoked_at)
    on public.access_tokens to authenticated;

create policy access_tokens_are_their_users on public.access_tokens for all to authenticated
    using (user_id = (select auth.uid()));

grant usage on schema public to tripsage_tokens;
grant select (id, user_id, scope, hash, expires_at, last_used_at, revoked_at), update (last_used_at), delete
    on public.access_tokens to tripsage_tokens;

create policy access_tokens_are_checked on public.access_tokens for all to tripsage_tokens
    using (true) with check (true);

select gateway.limit_per_user('public.access_tokens', 50, counting => 'c.revoked_at is null and c.expires_at > now()');
select gateway.limit_per_user('public.access_tokens', 500);
