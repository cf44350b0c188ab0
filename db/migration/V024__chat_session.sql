create table public.chat_sessions (
    id            uuid         not null default gen_random_uuid(),
    user_id       uuid         not null,
    title         varchar(255),
    agent_used    varchar(100),
    message_count int          not null default 0,
    session_state jsonb                 default '{}',
    last_activity timestamptz  not null default now(),
    created_at    timestamptz  not null default now(),
    updated_at    timestamptz  not null default now(),
    version       int          not null default 1,
    position      bigint       not null generated always as identity,

    constraint chat_sessions_pkey                         primary key (id),
    constraint chat_session_belongs_to_a_user             foreign key (user_id) references public.users (id)
                                                          on delete cascade,
    constraint chat_session_message_count_is_not_negative check (message_count >= 0)
);
comment on table public.chat_sessions is 'Conversations of a user with an agent.';
comment on column public.chat_sessions.message_count is
    'The number of its messages, kept as they come, go and move, whatever else is written here.';
comment on column public.chat_sessions.last_activity is 'The time of the latest activity, which is not before the newest message.';
comment on column public.chat_sessions.position is 'Orders those that are equal otherwise, as they were made.';

create index chat_sessions_by_user_activity_position on public.chat_sessions (user_id, last_activity, position);

create trigger chat_sessions_begin before insert on public.chat_sessions
    for each row execute function gateway.begin_row();

select gateway.count_versions('public.chat_sessions');

-- A session also gets a new version with each of its messages, which are logged themselves.
select gateway.follow('public.chat_sessions',
                      session_id => 'row.id',
                      user_id    => 'row.user_id',
                      told       => 'array[row.user_id]',
                      derived    => '{message_count,last_activity}');

alter table public.chat_sessions enable row level security, force row level security;

create policy chat_sessions_are_their_users on public.chat_sessions for all to authenticated
    using (user_id = (select auth.uid()));

revoke all on public.chat_sessions from public, anon, authenticated;
grant select, delete,
      insert (id, user_id, title, agent_used, message_count, session_state, last_activity, created_at),
      update (title, agent_used, message_count, session_state, last_activity)
    on public.chat_sessions to authenticated;

grant select (id, user_id) on public.chat_sessions to tripsage_changelog;

create policy chat_sessions_are_found_for_the_change_log on public.chat_sessions for select to tripsage_changelog using (true);
