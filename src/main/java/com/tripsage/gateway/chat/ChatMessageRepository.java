package com.tripsage.gateway.chat;

import static com.tripsage.gateway.value.Columns.constant;

import com.tripsage.gateway.database.UuidArray;
import com.tripsage.gateway.graphql.NodeSource;
import com.tripsage.gateway.paging.Connection;
import com.tripsage.gateway.paging.Keyset;
import com.tripsage.gateway.paging.PageRequest;
import com.tripsage.gateway.paging.Pager;
import com.tripsage.gateway.paging.Selection;
import com.tripsage.gateway.value.Columns;
import com.tripsage.gateway.value.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class ChatMessageRepository implements NodeSource {

    private static final String COLUMNS = "id, session_id, role, content, metadata, tool_calls, created_at";

    /** A position is taken under the lock on the session, so that nobody comes in before one that is seen. */
    private static final Keyset OLDEST_FIRST = Keyset.byPosition("written");

    private final JdbcClient jdbc;
    private final Pager pager;

    ChatMessageRepository(JdbcClient jdbc, Pager pager) {
        this.jdbc = jdbc;
        this.pager = pager;
    }

    @Override
    public String exists() {
        return "exists (select from public.chat_messages where id = :id)";
    }

    @Override
    public Optional<ChatMessage> find(UUID id) {
        return jdbc.sql("select " + COLUMNS + " from public.chat_messages where id = :id")
                .param("id", id)
                .query(ChatMessageRepository::map)
                .optional();
    }

    List<ChatMessage> findAll(Collection<UUID> ids) {
        return jdbc.sql("select " + COLUMNS + " from public.chat_messages where id = any(:ids)")
                .param("ids", UuidArray.of(ids))
                .query(ChatMessageRepository::map)
                .list();
    }

    /** Pages of several sessions, in as many statements as there are different pages asked for. */
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
                Selection.of(COLUMNS, "public.chat_messages"),
                "session_id",
                sessionIds,
                OLDEST_FIRST,
                page,
                ChatMessageRepository::map,
                ChatMessage::sessionId);
    }

    /** Adds a message; empty where the caller has no such session. */
    Optional<ChatMessage> insert(UUID sessionId, Columns columns) {
        return jdbc.sql("""
                        insert into public.chat_messages (id, session_id, role, content, metadata, tool_calls)
                        select n.id, s.id, n.role, n.content, n.metadata, n.tool_calls
                          from public.chat_sessions s,
                               jsonb_populate_record(null::public.chat_messages, cast(:columns as jsonb)) n
                         where s.id = :session
                        returning\s""" + COLUMNS)
                .param("columns", columns.json())
                .param("session", sessionId)
                .query(ChatMessageRepository::map)
                .optional();
    }

    private static ChatMessage map(ResultSet row, int number) throws SQLException {
        return new ChatMessage(
                row.getObject("id", UUID.class),
                row.getObject("session_id", UUID.class),
                Objects.requireNonNull(constant(ChatRole.class, row.getString("role"))),
                row.getString("content"),
                Json.of(row, "metadata"),
                Json.of(row, "tool_calls"),
                row.getObject("created_at", OffsetDateTime.class));
    }
}
