-- Webhooks: where a user wants events to be sent, how far each has come in the change log, and who sends it now.
-- See docs/decisions/0051-a-cursor-and-a-lease.md.

select gateway.create_role('tripsage_webhook');

create table public.webhooks (
    id              uuid          not null default gen_random_uuid(),
    user_id         uuid          not null,
    name            varchar(100),
    url             varchar(2000) not null,
    kinds           jsonb         not null default '[]',
    trip_id         uuid,
    secret          text          not null,
    former_secret   text,
    former_until    timestamptz,
    enabled         boolean       not null default true,
    disabled_reason varchar(20),
    disabled_at     timestamptz,
    log_cursor      varchar(512)  not null,
    due_at          timestamptz   not null default now(),
    lease           uuid,
    lease_until     timestamptz,
    waiting         int           not null default 0,
    failures        int           not null default 0,
    failing_since   timestamptz,
    created_at      timestamptz   not null default now(),
    updated_at      timestamptz   not null default now(),
    version         int           not null default 1,
    position        bigint        not null generated always as identity,

    constraint webhooks_pkey                     primary key (id),
    constraint webhook_belongs_to_a_user         foreign key (user_id) references public.users (id) on delete cascade,
    constraint webhook_kinds_are_a_list          check (jsonb_typeof(kinds) = 'array'),
    constraint webhook_disabled_reason_is_known  check (disabled_reason in ('by_user', 'failing', 'gone', 'cursor_expired', 'secret_lost',
                                                                                  'url_refused', 'trip_ended')),
    constraint webhook_is_disabled_for_a_reason  check (enabled = (disabled_reason is null) and enabled = (disabled_at is null)),
    constraint webhook_lease_has_an_end          check ((lease is null) = (lease_until is null))
);
comment on table public.webhooks is 'Addresses that events of a user''s trips are sent to.';
comment on column public.webhooks.kinds is 'The kinds of events, by their names in the API; all where it is empty.';
comment on column public.webhooks.trip_id is
    'The only trip. Without a foreign key, because the end of the trip is to be told.';
comment on column public.webhooks.secret is 'The key that messages are signed with, as a Fernet token. Never part of a log.';
comment on column public.webhooks.former_secret is 'The key of before, which signs as well until former_until.';
comment on column public.webhooks.log_cursor is 'The position in the change log up to which everything has been sent.';
comment on column public.webhooks.due_at is 'The time when it is to be looked at, if nobody has a lease.';
comment on column public.webhooks.lease is 'Of the gateway that sends now. Whoever has it alone writes what was sent.';
comment on column public.webhooks.waiting is 'The number of events that waited when it was last looked at.';
comment on column public.webhooks.failures is 'The number of calls since the last one that succeeded.';
comment on column public.webhooks.position is 'Orders those that are equal otherwise, as they were made.';

create index webhooks_by_user on public.webhooks (user_id, position);
create index webhooks_by_due  on public.webhooks (coalesce(lease_until, due_at)) where enabled;

create trigger webhooks_begin before insert on public.webhooks
    for each row execute function gateway.begin_row();

select gateway.count_versions('public.webhooks',
                              uncounted => '{log_cursor,due_at,lease,lease_until,waiting,failures,failing_since}');

select gateway.follow('public.webhooks',
                      user_id => 'row.user_id',
                      unnamed => '{secret,former_secret,former_until}',
                      derived => '{log_cursor,due_at,lease,lease_until,waiting,failures,failing_since}');

alter table public.webhooks enable row level security, force row level security;

create policy webhooks_are_their_users on public.webhooks for all to authenticated
    using (user_id = (select auth.uid()));

create policy webhooks_are_found_for_sending on public.webhooks for select to tripsage_webhook using (true);

create policy webhooks_are_brought_forward on public.webhooks for update to tripsage_webhook using (true);

revoke all on public.webhooks from public, anon, authenticated;
grant select, delete,
      insert (id, user_id, name, url, kinds, trip_id, secret, log_cursor),
      update (name, url, kinds, secret, former_secret, former_until, enabled, disabled_reason, disabled_at, log_cursor, due_at,
              failures, failing_since)
    on public.webhooks to authenticated;
grant usage on schema public to tripsage_webhook;
grant select,
      update (secret, former_secret, enabled, disabled_reason, disabled_at, log_cursor, due_at, lease, lease_until, waiting, failures,
              failing_since)
    on public.webhooks to tripsage_webhook;

select gateway.limit_per_user('public.webhooks', 20);

create table public.webhook_deliveries (
    id              uuid        not null,
    webhook_id      uuid        not null,
    kind            varchar(50) not null,
    trip_id         uuid,
    state           varchar(20) not null,
    status          int,
    error           varchar(30),
    attempts        int         not null default 1,
    latency_ms      int         not null,
    created_at      timestamptz not null default now(),
    attempted_at    timestamptz not null default now(),
    next_attempt_at timestamptz,
    updated_at      timestamptz not null default now(),
    version         int         not null default 1,
    position        bigint      not null generated always as identity,

    constraint webhook_deliveries_pkey               primary key (id),
    constraint webhook_delivery_is_of_a_webhook      foreign key (webhook_id) references public.webhooks (id) on delete cascade,
    constraint webhook_delivery_state_is_known       check (state in ('delivered', 'retrying', 'failed', 'skipped'))
);
comment on table public.webhook_deliveries is 'What was sent to a webhook, for its user to read: one row for each event, with its last attempt.';
comment on column public.webhook_deliveries.id is 'The id of the message, which stays the same however often it is sent.';
comment on column public.webhook_deliveries.position is 'Orders those that are equal otherwise, as they were made.';

create index webhook_deliveries_by_webhook    on public.webhook_deliveries (webhook_id, position);
create index webhook_deliveries_that_are_open on public.webhook_deliveries (webhook_id) where state = 'retrying';

select gateway.count_versions('public.webhook_deliveries');

alter table public.webhook_deliveries enable row level security, force row level security;

create policy webhook_deliveries_go_with_their_webhook on public.webhook_deliveries for select to authenticated
    using (webhook_id = any (array(select w.id from public.webhooks w)));

create policy webhook_deliveries_are_logged on public.webhook_deliveries for all to tripsage_webhook using (true);

revoke all on public.webhook_deliveries from public, anon, authenticated;
grant select on public.webhook_deliveries to authenticated;
grant select, delete,
      insert (id, webhook_id, kind, trip_id, state, status, error, latency_ms, next_attempt_at),
      update (state, status, error, attempts, latency_ms, attempted_at, next_attempt_at)
    on public.webhook_deliveries to tripsage_webhook;
