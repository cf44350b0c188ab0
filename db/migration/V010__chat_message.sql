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

    constraint chat_messages_pkey                   primary key (id),
    constraint chat_message_belongs_to_a_session    foreign key (session_id) references public.chat_sessions (id)
                                                    on delete cascade,
    constraint chat_message_role_is_known           check (role in ('user', 'assistant', 'system')),
    constraint chat_message_content_is_not_too_long check (length(content) <= 1000000)
);
comment on table public.chat_messages is 'What was said in a chat session, by whom.';

create index chat_messages_by_session_created_id on public.chat_messages (session_id, created_at, id);

create trigger chat_messages_next_version
    before update on public.chat_messages
    for each row execute function gateway.next_version();

create function gateway.count_messages() returns trigger
    language plpgsql
    set search_path = ''
as $$
declare
    touched uuid[];
begin
    if tg_op = 'UPDATE' then
        touched := array[old.session_id, new.session_id];
    else
        touched := array(select distinct c.session_id from changed c);
    end if;

    -- Writers of one session wait for each other here, so that each of them counts what the one before has done.
    perform
       from public.chat_sessions s
      where s.id = any (touched)
      order by s.id
        for no key update;

    update public.chat_sessions s
       set message_count = (select count(*) from public.chat_messages m where m.session_id = s.id),
           last_activity = greatest(s.last_activity,
                                    (select max(m.created_at) from public.chat_messages m where m.session_id = s.id))
     where s.id = any (touched);
    return null;
end
$$;
comment on function gateway.count_messages() is
    'Keeps message_count and last_activity of the sessions whose messages an insert or delete statement has changed, or '
    'between which a message moved.';
revoke execute on function gateway.count_messages() from public;

create trigger added_chat_messages_are_counted
    after insert on public.chat_messages
    referencing new table as changed
    for each statement execute function gateway.count_messages();

create trigger deleted_chat_messages_are_counted
    after delete on public.chat_messages
    referencing old table as changed
    for each statement execute function gateway.count_messages();

create trigger moved_chat_messages_are_counted
    after update on public.chat_messages
    for each row
    when (old.session_id is distinct from new.session_id)
    execute function gateway.count_messages();

alter table public.chat_messages enable row level security;
alter table public.chat_messages force  row level security;

create policy chat_messages_are_their_sessions_users on public.chat_messages
    for all to authenticated
    using      (exists (select from public.chat_sessions s where s.id = session_id))
    with check (exists (select from public.chat_sessions s where s.id = session_id));

revoke all on public.chat_messages from public, anon, authenticated;
grant select, delete on public.chat_messages to authenticated;
grant insert (id, session_id, role, content, metadata, tool_calls, created_at) on public.chat_messages to authenticated;
grant update (session_id, role, content, metadata, tool_calls) on public.chat_messages to authenticated;
