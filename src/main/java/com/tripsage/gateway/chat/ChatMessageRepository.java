package com.tripsage.gateway.chat;

import com.tripsage.gateway.chat.ChatMessageController.AppendToMessageInput;
import com.tripsage.gateway.chat.ChatMessageController.PostChatMessageInput;
import com.tripsage.gateway.chat.ChatMessageController.UpdateChatMessageInput;
import com.tripsage.gateway.paging.Connection;
import com.tripsage.gateway.paging.Keyset;
import com.tripsage.gateway.paging.PageRequest;
import com.tripsage.gateway.paging.Pager;
import com.tripsage.gateway.paging.Selection;
import com.tripsage.gateway.refusal.Refusal;
import com.tripsage.gateway.table.Table;
import com.tripsage.gateway.table.TableRepository;
import com.tripsage.gateway.value.Columns;
import com.tripsage.gateway.value.Json;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The messages of the caller's chat sessions. */
@Repository
class ChatMessageRepository extends TableRepository<ChatMessage> {

    private static final String CONTENT =
            "case when state = 'streaming' then content || gateway.appended(id) else content end";

    private static final Table<ChatMessage> MESSAGES = Table.of("public.chat_messages", ChatMessage.class)
            .partOf("public.chat_sessions", "session_id")
            .selected("content", CONTENT)
            .selected(
                    "modelMessage",
                    "gateway.model_message(role, " + CONTENT + ", parts, tool_calls, tool_call_id, name, model_fields)")
            .longComponents("parts", "metadata", "toolCalls", "modelMessage")
            .written(PostChatMessageInput.class, UpdateChatMessageInput.class)
            .build();

    /** The order of messages. Positions are taken under the lock on the session, so that a new message never precedes one that was read. */
    private static final Keyset OLDEST_FIRST = Keyset.byPosition("written");

    private static final String MODEL_COLUMNS = "role, content, parts, tool_calls, tool_call_id, name, model_fields";

    private static final String IMPORT = "insert into public.chat_messages (id, session_id, metadata, created_at, "
            + MODEL_COLUMNS + ")"
            + " select n.id, s.id, n.metadata, coalesce(n.created_at, now()), m.role, m.content, m.parts, m.tool_calls,"
            + " m.tool_call_id, m.name, m.model_fields"
            + " from rows from (jsonb_to_recordset(cast(:rows as jsonb))"
            + " as (id uuid, message jsonb, metadata jsonb, created_at timestamptz))"
            + " with ordinality n (id, message, metadata, created_at, number)"
            + " join public.chat_sessions s on s.id = :session"
            + " cross join lateral gateway.read_model_message(n.message) m"
            + " order by n.number returning " + MESSAGES.columns();

    /** Writers come one after the other, so that one who repeats what is under way finds it written. */
    private static final String LOCK = "select id from public.chat_messages where id = :id for no key update";

    private static final String APPEND = """
            insert into public.chat_message_increments (message_id, start_offset, text)
            select m.id, :offset, :text
              from public.chat_messages m
             where m.id = :id
               and m.state <> 'complete'
               and gateway.length_of_message(m.id) = :offset
            returning end_offset
            """;

    private static final String WRITTEN = """
            select m.state = 'complete' as is_complete, gateway.length_of_message(m.id) as length,
                   exists (select
                             from public.chat_message_increments i
                            where i.message_id = m.id
                              and i.start_offset = :offset
                              and i.text = :text)
                   or (m.state = 'unfinished' and :text <> '' and substr(m.content, :offset + 1) = :text) as is_repeated
              from public.chat_messages m
             where m.id = :id
            """;

    private static final String COMPLETE = "update public.chat_messages set state = 'complete' where id = :id";

    private static final String FORGET_INCREMENTS = "delete from public.chat_message_increments where message_id = :id";

    private static final String COMPLETE_AS = "update public.chat_messages t set (state, " + MODEL_COLUMNS + ")"
            + " = (select 'complete', m.* from gateway.read_model_message(cast(:message as jsonb)) m) where t.id = :id";

    /** Of a message that has ended meanwhile nothing is found: its end is an event of its own. */
    private static final String INCREMENTS = """
            select r.message_id, r.start_offset as asked_offset, r.end_offset,
                   case when r.start_offset = 0 then 0 else w.start_offset end as start_offset,
                   case when r.start_offset = 0 then m.content else '' end || w.appended as text
              from jsonb_to_recordset(cast(:stretches as jsonb)) as r (message_id uuid, start_offset int, end_offset int)
              join public.chat_messages m on m.id = r.message_id and m.state = 'streaming'
             cross join lateral (
                      select string_agg(i.text, '' order by i.start_offset) as appended,
                             min(i.start_offset) as start_offset, max(i.end_offset) as end_offset
                        from public.chat_message_increments i
                       where i.message_id = r.message_id
                         and i.start_offset >= r.start_offset
                         and i.end_offset <= r.end_offset) w
             where w.end_offset = r.end_offset
            """;

    private final Pager pager;

    ChatMessageRepository(JdbcClient jdbc, Pager pager) {
        super(MESSAGES, jdbc);
        this.pager = pager;
    }

    /** Pages of several sessions, with one statement for each different page. */
    Map<PageOfMessages, Connection<ChatMessage>> findPages(Set<PageOfMessages> pages) {
        Map<PageOfMessages, Connection<ChatMessage>> found = new HashMap<>();
        pages.stream().collect(Collectors.groupingBy(PageOfMessages::page)).forEach((page, ofSessions) -> {
            Map<UUID, List<Connection.Edge<ChatMessage>>> messages = findPage(
                    page, ofSessions.stream().map(PageOfMessages::sessionId).toList());
            for (PageOfMessages wanted : ofSessions) {
                found.put(
                        wanted,
                        pager.connection(
                                messages.getOrDefault(wanted.sessionId(), List.of()), page, wanted::messageCount));
            }
        });
        return found;
    }

    private Map<UUID, List<Connection.Edge<ChatMessage>>> findPage(PageRequest page, Collection<UUID> sessionIds) {
        return pager.rowsOfEach(
                Selection.of(MESSAGES.askedColumns(), MESSAGES.name()),
                "session_id",
                sessionIds,
                OLDEST_FIRST,
                page,
                MESSAGES,
                ChatMessage::sessionId);
    }

    /** Adds a message; empty where the caller has no such session. */
    Optional<ChatMessage> insert(PostChatMessageInput input) {
        return insertRows(input.sessionId(), List.of(input)).stream().findFirst();
    }

    /** Adds messages of models in their order; none where the caller has no such session. */
    List<ChatMessage> importAll(UUID sessionId, List<ImportedChatMessage> messages) {
        return jdbc.sql(IMPORT)
                .param(
                        "rows",
                        Columns.json(
                                messages.stream().map(ImportedChatMessage::row).toList()))
                .param("session", sessionId)
                .query(MESSAGES)
                .list();
    }

    Optional<ChatMessage> update(UpdateChatMessageInput input) {
        return updateRow(input.id(), input.expectedVersion(), input);
    }

    /** Appends to a message that is being written, and tells how long it is then. What was appended already is so once. */
    int append(AppendToMessageInput input) {
        jdbc.sql(LOCK).param("id", input.messageId()).query(UUID.class).optional();
        return input.text().isEmpty()
                ? written(input)
                : jdbc.sql(APPEND)
                        .param("id", input.messageId())
                        .param("offset", input.offset())
                        .param("text", input.text())
                        .query(Integer.class)
                        .optional()
                        .orElseGet(() -> written(input));
    }

    private int written(AppendToMessageInput input) {
        Written written = jdbc.sql(WRITTEN)
                .param("id", input.messageId())
                .param("offset", input.offset())
                .param("text", input.text())
                .query((row, _) ->
                        new Written(row.getBoolean("is_complete"), row.getInt("length"), row.getBoolean("is_repeated")))
                .optional()
                .orElseThrow(() -> Refusal.notFound("message"));
        if (written.isComplete()) {
            throw Refusal.conflictAtLength("The message is complete", written.length());
        }
        if (written.isRepeated()) {
            return input.offset() + input.text().codePointCount(0, input.text().length());
        }
        if (written.length() != input.offset() || !input.text().isEmpty()) {
            throw Refusal.conflictAtLength("The message has " + written.length() + " characters", written.length());
        }
        return written.length();
    }

    /** Ends the writing of a message, with all that was appended, or as its model has made it. */
    void complete(UUID id, @Nullable Json modelMessage) {
        if (modelMessage == null) {
            jdbc.sql(COMPLETE).param("id", id).update();
        } else {
            jdbc.sql(FORGET_INCREMENTS).param("id", id).update();
            jdbc.sql(COMPLETE_AS)
                    .param("id", id)
                    .param("message", modelMessage.text())
                    .update();
        }
    }

    /** What was appended, where it can still be told apart from the rest of its message. */
    Map<Stretch, ChatMessageIncrement> findIncrements(Set<Stretch> stretches) {
        List<Columns> ranges = stretches.stream()
                .map(stretch -> new Columns()
                        .set("message_id", stretch.messageId())
                        .set("start_offset", stretch.from())
                        .set("end_offset", stretch.to()))
                .toList();
        Map<Stretch, ChatMessageIncrement> found = new HashMap<>();
        jdbc.sql(INCREMENTS).param("stretches", Columns.json(ranges)).query(row -> {
            int to = row.getInt("end_offset");
            found.put(
                    new Stretch(row.getObject("message_id", UUID.class), row.getInt("asked_offset"), to),
                    new ChatMessageIncrement(row.getInt("start_offset"), row.getString("text"), to));
        });
        return found;
    }

    private record Written(boolean isComplete, int length, boolean isRepeated) {}
}
