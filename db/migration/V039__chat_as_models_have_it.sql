-- Messages as the APIs of models have them, beside the columns that other programs know. What a model's message is, columns say: the
-- message itself is put together from them, so it follows each change. See docs/decisions/0063-messages-as-models-have-them.md.

alter table public.chat_messages
    add column parts        jsonb,
    add column tool_call_id varchar(255),
    add column name         varchar(255),
    add column model_fields jsonb,

    drop constraint chat_message_role_is_known,
    add  constraint chat_message_role_is_known
         check (role in ('user', 'assistant', 'system', 'developer', 'tool', 'function')),
    add  constraint chat_message_parts_are_a_list
         check (jsonb_typeof(parts) = 'array'),
    add  constraint chat_message_model_fields_are_an_object
         check (jsonb_typeof(model_fields) = 'object'),
    add  constraint chat_message_of_a_tool_names_its_call
         check (role <> 'tool' or tool_call_id is not null),
    add  constraint chat_message_without_content_says_something_else
         check (not model_fields @> '{"content": null}'
                or coalesce(tool_calls, '[]') not in ('[]', '{}', 'null')
                or jsonb_strip_nulls(model_fields) <> '{}');

comment on column public.chat_messages.content is
    'The text; empty where there is none. Of parts, their texts: who writes one of both without the other writes both.';
comment on column public.chat_messages.parts is 'The content where it is a list of parts: texts, images, files, calls, results, thoughts.';
comment on column public.chat_messages.tool_call_id is 'The call of a tool that the message is the result of.';
comment on column public.chat_messages.name is 'The name of the author, or of the function whose result it is.';
comment on column public.chat_messages.model_fields is
    'What else the message has in its model''s form, such as a refusal, its usage, or a content that is null.';

create function gateway.keep_parts() returns trigger
    language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    if tg_op = 'INSERT' or new.parts is distinct from old.parts then
        if jsonb_typeof(new.parts) = 'array' and (new.content = '' or tg_op = 'UPDATE' and new.content = old.content) then
            new.content := (select coalesce(string_agg(p.part ->> 'text', E'\n' order by p.number), '')
                              from jsonb_array_elements(new.parts) with ordinality p (part, number)
                             where jsonb_typeof(p.part -> 'text') = 'string');
        end if;
    else
        new.parts := null;
    end if;
    if tg_op = 'UPDATE' and new.model_fields = old.model_fields then
        new.model_fields := nullif(new.model_fields - 'content', '{}');
    end if;
    return new;
end $$;
comment on function gateway.keep_parts() is 'Keeps text and parts of a message the same: a new text replaces the parts, new parts bring their text.';
revoke execute on function gateway.keep_parts() from public;

create trigger new_chat_messages_keep_parts before insert on public.chat_messages
    for each row when (new.parts is not null) execute function gateway.keep_parts();

create trigger chat_messages_keep_parts before update on public.chat_messages
    for each row when (old.content is distinct from new.content or old.parts is distinct from new.parts)
    execute function gateway.keep_parts();

create function gateway.calls_tools(tool_calls jsonb) returns boolean
    language sql immutable parallel safe
    return coalesce(tool_calls not in ('[]', '{}', 'null', '""'), false);
comment on function gateway.calls_tools(jsonb) is 'Whether tool calls are any.';

create function gateway.model_message(
    role text, content text, parts jsonb, tool_calls jsonb, tool_call_id text, name text, model_fields jsonb) returns jsonb
    language sql immutable parallel safe
    return jsonb_build_object('role', role)
           || case
                  when parts is not null then jsonb_build_object('content', parts)
                  when content = '' and (model_fields is not null or gateway.calls_tools(tool_calls)) then '{}'
                  else jsonb_build_object('content', content)
              end
           || case when gateway.calls_tools(tool_calls) then jsonb_build_object('tool_calls', tool_calls) else '{}' end
           || case when tool_call_id is not null then jsonb_build_object('tool_call_id', tool_call_id) else '{}' end
           || case when name is not null then jsonb_build_object('name', name) else '{}' end
           || coalesce(model_fields, '{}');
comment on function gateway.model_message(text, text, jsonb, jsonb, text, text, jsonb) is
    'The message that columns of public.chat_messages make, as the API of its model has it.';

create function gateway.read_model_message(
    message jsonb, out role text, out content text, out parts jsonb, out tool_calls jsonb, out tool_call_id text, out name text,
    out model_fields jsonb)
    language sql immutable parallel safe
begin atomic
    select message ->> 'role',
           case when jsonb_typeof(message -> 'content') = 'string' then message ->> 'content' else '' end,
           case when jsonb_typeof(message -> 'content') = 'array' then message -> 'content' end,
           case when gateway.calls_tools(message -> 'tool_calls') then message -> 'tool_calls' else '[]' end,
           case when jsonb_typeof(message -> 'tool_call_id') = 'string' then message ->> 'tool_call_id' end,
           case when jsonb_typeof(message -> 'name') = 'string' then message ->> 'name' end,
           nullif(message - array_remove(array[
                      'role',
                      case
                          when jsonb_typeof(message -> 'content') = 'array' or (message -> 'content') <> '""'
                               and jsonb_typeof(message -> 'content') = 'string' then 'content'
                      end,
                      case when gateway.calls_tools(message -> 'tool_calls') then 'tool_calls' end,
                      case when jsonb_typeof(message -> 'tool_call_id') = 'string' then 'tool_call_id' end,
                      case when jsonb_typeof(message -> 'name') = 'string' then 'name' end], null), '{}');
end;
comment on function gateway.read_model_message(jsonb) is 'The columns that a message makes: gateway.model_message() of them is the message.';

revoke execute on function gateway.calls_tools(jsonb), gateway.read_model_message(jsonb),
                           gateway.model_message(text, text, jsonb, jsonb, text, text, jsonb) from public;
grant execute on function gateway.calls_tools(jsonb), gateway.read_model_message(jsonb),
                          gateway.model_message(text, text, jsonb, jsonb, text, text, jsonb) to authenticated;

grant insert (parts, tool_call_id, name, model_fields), update (parts, tool_call_id, name, model_fields)
    on public.chat_messages to authenticated;

-- Messages that are being written: what is appended lies beside the message, which is written once more, with all of it, at the end.

alter table public.chat_messages
    add column state varchar(20) not null default 'complete',

    add constraint chat_message_state_is_known           check (state in ('complete', 'streaming', 'unfinished')),
    add constraint chat_message_of_parts_is_not_streamed check (state <> 'streaming' or parts is null);
comment on column public.chat_messages.state is
    'streaming: it is being written, and chat_message_increments has what follows content. unfinished: its writer is gone.';

create index chat_messages_by_session_streaming on public.chat_messages (session_id) where state = 'streaming';

create table public.chat_message_increments (
    message_id   uuid        not null,
    start_offset int         not null,
    end_offset   int         not null generated always as (start_offset + length(text)) stored,
    text         text        not null,
    created_at   timestamptz not null default clock_timestamp(),
    updated_at   timestamptz not null default clock_timestamp(),
    version      int         not null default 1,

    constraint chat_message_increments_pkey               primary key (message_id, start_offset),
    constraint chat_message_increment_says_something      check (text <> ''),
    constraint chat_message_grows_to_a_million_characters check (end_offset <= 1000000)
);
comment on table public.chat_message_increments is
    'What was appended to messages that are being written. Not followed by the change log, which has the whole message at the end.';
comment on column public.chat_message_increments.message_id is
    'The message. Triggers keep the reference: with a foreign key, messages could not be truncated by programs that do not know this table.';
comment on column public.chat_message_increments.start_offset is
    'The characters of the message before it; where the writer does not say, all that there are.';

select gateway.count_versions('public.chat_message_increments');

create function gateway.length_of_message(message uuid) returns int
    language sql stable
begin atomic
    select coalesce((select i.end_offset
                       from public.chat_message_increments i
                      where i.message_id = m.id
                      order by i.start_offset desc
                      limit 1), length(m.content))
      from public.chat_messages m
     where m.id = message;
end;
comment on function gateway.length_of_message(uuid) is 'The characters of a message, with what was appended.';

create function gateway.appended(message uuid) returns text
    language sql stable
begin atomic
    select coalesce(string_agg(i.text, '' order by i.start_offset), '')
      from public.chat_message_increments i
     where i.message_id = message;
end;
comment on function gateway.appended(uuid) is 'What was appended to a message that is being written.';

create function gateway.append_to_message() returns trigger
    language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    is_state text;
    written  int;
begin
    -- Whoever appends or ends waits here for the one before.
    select m.state into is_state from public.chat_messages m where m.id = new.message_id for no key update;
    if not found then
        -- Of somebody else's message, row-level security says so.
        if row_security_active('public.chat_message_increments') then
            return new;
        end if;
        raise exception 'there is no such message'
              using errcode = 'foreign_key_violation', constraint = 'chat_message_increment_is_of_a_message';
    end if;
    if is_state = 'complete' then
        raise exception 'the message is complete'
              using errcode = 'check_violation', constraint = 'chat_message_is_being_written';
    end if;
    written := gateway.length_of_message(new.message_id);
    new.start_offset := coalesce(new.start_offset, written);
    if new.start_offset <> written then
        raise exception 'the message has % characters', written
              using errcode = 'check_violation', constraint = 'chat_message_increment_follows_the_last';
    end if;
    if is_state = 'unfinished' then
        update public.chat_messages m set state = 'streaming' where m.id = new.message_id;
    end if;
    return new;
end $$;
comment on function gateway.append_to_message() is
    'Lets increments of a message come one after the other, each where the one before ends. An unfinished message goes on.';

create trigger chat_message_increments_append before insert on public.chat_message_increments
    for each row execute function gateway.append_to_message();

create function gateway.end_stream() returns trigger
    language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    if new.state = 'streaming' then
        if (new.content, new.parts, new.tool_calls, new.model_fields) is distinct from
           (old.content, old.parts, old.tool_calls, old.model_fields) then
            raise exception 'the message is being written'
                  using errcode = 'check_violation', constraint = 'chat_message_is_not_being_written';
        end if;
        return new;
    end if;
    -- An older snapshot would not see what was appended last.
    if current_setting('transaction_isolation') <> 'read committed' then
        raise exception 'a message that is being written ends at isolation level read committed' using errcode = 'invalid_transaction_state';
    end if;
    if (new.content, new.parts) is not distinct from (old.content, old.parts)
       and not coalesce(new.model_fields ? 'content', false) then
        new.content := old.content || gateway.appended(old.id);
    end if;
    delete from public.chat_message_increments i where i.message_id = old.id;
    return new;
end $$;
comment on function gateway.end_stream() is
    'Gives a message that is not being written any more all that was appended, unless its writer gives another text at the end.';

create trigger chat_messages_end_stream before update on public.chat_messages
    for each row when (old.state = 'streaming') execute function gateway.end_stream();

alter table public.chat_message_increments enable row level security, force row level security;

create policy chat_message_increments_are_their_messages_users on public.chat_message_increments for all to authenticated
    using (exists (select from public.chat_messages m where m.id = message_id));

revoke all on public.chat_message_increments from public, anon, authenticated;
grant select, delete, insert (message_id, start_offset, text) on public.chat_message_increments to authenticated;
grant insert (state), update (state) on public.chat_messages to authenticated;

-- Messages that are being written are followed for their subscribers, and ended when their writers are gone. What was appended goes with
-- its message, also where that goes with its user, in whose cascade nobody else sees it.
select gateway.create_owning_role('tripsage_chat', 'chat');

grant usage on schema public, gateway to tripsage_chat;
grant select (id, user_id) on public.chat_sessions to tripsage_chat;
grant select (id, session_id, state, updated_at), update (state) on public.chat_messages to tripsage_chat;
grant select, delete on public.chat_message_increments to tripsage_chat;

create policy chat_sessions_are_found_for_streams on public.chat_sessions for select to tripsage_chat using (true);

create policy chat_messages_are_followed_until_they_are_complete on public.chat_messages for select to tripsage_chat
    using (state <> 'complete');

create policy chat_messages_of_silent_writers_are_unfinished on public.chat_messages for update to tripsage_chat
    using (state = 'streaming') with check (state = 'unfinished');

create policy chat_message_increments_are_followed on public.chat_message_increments for all to tripsage_chat
    using (true) with check (false);

set local role tripsage_chat;

comment on schema chat is 'Functions that look after messages that are being written.';

create function chat.forget_increments() returns trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    delete from public.chat_message_increments i where tg_op = 'TRUNCATE' or i.message_id = old.id;
    return null;
end $$;
comment on function chat.forget_increments() is 'Deletes what was appended to a message that goes.';

reset role;

create trigger chat_messages_forget_increments after delete on public.chat_messages
    for each row when (old.state = 'streaming') execute function chat.forget_increments();

create trigger truncated_chat_messages_forget_increments after truncate on public.chat_messages
    for each statement execute function chat.forget_increments();

create function gateway.end_silent_messages(silence interval, most int) returns int
    language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    silent uuid[];
begin
    silent := array(select m.id
                      from public.chat_messages m
                     where m.state = 'streaming'
                       and m.updated_at < clock_timestamp() - silence
                       and not exists (select
                                         from public.chat_message_increments i
                                        where i.message_id = m.id
                                          and i.created_at >= clock_timestamp() - silence)
                     limit most
                       for no key update skip locked);
    update public.chat_messages m set state = 'unfinished' where m.id = any (silent);
    return cardinality(silent);
end $$;
comment on function gateway.end_silent_messages(interval, int) is
    'Says of so many messages at once that they are unfinished, when nothing was appended for that long.';

revoke execute
    on function gateway.length_of_message(uuid), gateway.appended(uuid), gateway.append_to_message(), gateway.end_stream(),
                gateway.end_silent_messages(interval, int)
    from public;
-- Whoever writes a message comes through its triggers.
grant execute on function gateway.length_of_message(uuid), gateway.appended(uuid) to public;
grant execute on function gateway.end_silent_messages(interval, int) to tripsage_chat;

select gateway.follow('public.chat_messages', session_id => 'row.session_id', unnamed => '{position}');
