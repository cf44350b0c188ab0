-- The messages of a session are followed forward, so no message may come before one that a reader has seen already. The lock on the
-- session is held until the commit: a writer that takes a later position commits later.
create sequence public.chat_messages_position;
-- Whoever may add messages takes positions, other programs' roles too.
grant usage on sequence public.chat_messages_position to public;

create table public.chat_messages (
    id         uuid         not null default gen_random_uuid(),
    session_id uuid         not null,
    role       varchar(20)  not null,
    content    text         not null,
    metadata   jsonb                 default '{}',
    tool_calls jsonb                 default '[]',
    created_at timestamptz  not null default now(),
    updated_at timestamptz  not null default now(),
    version    int          not null default 1,
    position   bigint       not null,

    constraint chat_messages_pkey                   primary key (id),
    constraint chat_message_belongs_to_a_session    foreign key (session_id) references public.chat_sessions (id)
                                                    on delete cascade,
    constraint chat_message_role_is_known           check (role in ('user', 'assistant', 'system')),
    constraint chat_message_content_is_not_too_long check (length(content) <= 1000000)
);
alter sequence public.chat_messages_position owned by public.chat_messages.position;
comment on table public.chat_messages is 'The messages of chat sessions: what was said, and by whom.';
comment on column public.chat_messages.position is
    'The place of the message in its session. Taken under the lock on the session, so that it orders commits too.';

create unique index chat_messages_by_session_position on public.chat_messages (session_id, position);

select gateway.count_versions('public.chat_messages');

select gateway.follow('public.chat_messages', session_id => 'row.session_id', unnamed => '{position}');

create function gateway.place_message() returns trigger
    language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    perform
       from public.chat_sessions s
      where s.id = new.session_id
         or tg_op = 'UPDATE' and s.id = old.session_id
      order by s.id
        for no key update;
    new.position := nextval('public.chat_messages_position');
    if tg_op = 'INSERT' and new.created_at = now() then
        new.created_at := clock_timestamp();
        new.updated_at := new.created_at;
    end if;
    return new;
end $$;
comment on function gateway.place_message() is 'Puts a message behind all others of its session, committed or not.';

create trigger chat_messages_place before insert on public.chat_messages
    for each row execute function gateway.place_message();

-- A message that moves is the newest of its new session.
create trigger moved_chat_messages_place before update on public.chat_messages
    for each row when (old.session_id is distinct from new.session_id) execute function gateway.place_message();

create function gateway.count_messages() returns trigger
    language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    perform set_config('gateway.is_counting', 'on', true);
    if tg_op = 'INSERT' then
        -- The sessions are locked, since the messages took their places.
        update public.chat_sessions s
           set message_count = s.message_count + added.messages,
               last_activity = greatest(s.last_activity, added.newest)
          from (select c.session_id, count(*) as messages, max(c.created_at) as newest
                  from changed c
                 group by c.session_id) as added
         where s.id = added.session_id;
    elsif tg_op = 'DELETE' then
        -- In one order for all, so that no two wait for each other.
        perform
           from public.chat_sessions s
          where s.id = any (array(select c.session_id from changed c))
          order by s.id
            for no key update;
        update public.chat_sessions s
           set message_count = greatest(s.message_count - removed.messages, 0)
          from (select c.session_id, count(*) as messages from changed c group by c.session_id) as removed
         where s.id = removed.session_id;
    elsif tg_op = 'UPDATE' then
        -- Both are locked, since the message took its place.
        update public.chat_sessions s
           set message_count = greatest(s.message_count + case when s.id = new.session_id then 1 else -1 end, 0),
               last_activity = greatest(s.last_activity, case when s.id = new.session_id then new.created_at end)
         where s.id = any (array[old.session_id, new.session_id]);
    else
        update public.chat_sessions s set message_count = 0 where s.message_count <> 0;
    end if;
    perform set_config('gateway.is_counting', '', true);
    return null;
end $$;
comment on function gateway.count_messages() is
    'Keeps the counts and times of sessions whose messages came, went or moved, without reading the other messages.';

create trigger added_chat_messages_are_counted after insert on public.chat_messages
    referencing new table as changed
    for each statement execute function gateway.count_messages();

create trigger deleted_chat_messages_are_counted after delete on public.chat_messages
    referencing old table as changed
    for each statement execute function gateway.count_messages();

create trigger moved_chat_messages_are_counted after update on public.chat_messages
    for each row when (old.session_id is distinct from new.session_id) execute function gateway.count_messages();

create trigger truncated_chat_messages_are_counted after truncate on public.chat_messages
    for each statement execute function gateway.count_messages();

create function gateway.count_messages_again() returns trigger
    language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    new.message_count := (select count(*) from public.chat_messages m where m.session_id = new.id);
    return new;
end $$;
comment on function gateway.count_messages_again() is
    'Counts all messages of a session in place of the count that somebody else gives, so that those who count up and down may trust it. '
    'Whoever has loaded messages without triggers sets another count.';

create trigger chat_sessions_count_again before update of message_count on public.chat_sessions
    for each row
    when (old.message_count <> new.message_count
          and new.message_count >= 0
          and current_setting('gateway.is_counting', true) is distinct from 'on')
    execute function gateway.count_messages_again();

create trigger new_chat_sessions_count_again before insert on public.chat_sessions
    for each row when (new.message_count > 0) execute function gateway.count_messages_again();

alter table public.chat_messages enable row level security, force row level security;

create policy chat_messages_are_their_sessions_users on public.chat_messages for all to authenticated
    using (exists (select from public.chat_sessions s where s.id = session_id));

revoke all on public.chat_messages from public, anon, authenticated;
grant select, delete on public.chat_messages to authenticated;
grant insert (id, session_id, role, content, metadata, tool_calls, created_at) on public.chat_messages to authenticated;
grant update (session_id, role, content, metadata, tool_calls) on public.chat_messages to authenticated;
