package com.tripsage.gateway.chat;

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
import java.sql.Types;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class ChatSessionRepository implements NodeSource {

    private static final String COLUMNS = "id, user_id, title, agent_used, message_count, session_state, last_activity,"
            + " created_at, updated_at, version";

    private static final Keyset LATEST_FIRST = Keyset.by("activity", "last_activity", "timestamptz", true);

    private final JdbcClient jdbc;
    private final Pager pager;

    ChatSessionRepository(JdbcClient jdbc, Pager pager) {
        this.jdbc = jdbc;
        this.pager = pager;
    }

    @Override
    public String exists() {
        return "exists (select from public.chat_sessions where id = :id)";
    }

    @Override
    public Optional<ChatSession> find(UUID id) {
        return jdbc.sql("select " + COLUMNS + " from public.chat_sessions where id = :id")
                .param("id", id)
                .query(ChatSessionRepository::map)
                .optional();
    }

    List<ChatSession> findAll(Collection<UUID> ids) {
        return jdbc.sql("select " + COLUMNS + " from public.chat_sessions where id = any(:ids)")
                .param("ids", UuidArray.of(ids))
                .query(ChatSessionRepository::map)
                .list();
    }

    Connection<ChatSession> findPage(PageRequest page) {
        return pager.page(
                Selection.of(COLUMNS, "public.chat_sessions"), LATEST_FIRST, page, ChatSessionRepository::map);
    }

    ChatSession insert(Columns columns) {
        return jdbc.sql("""
                        insert into public.chat_sessions (id, user_id, title, agent_used, session_state)
                        select id, (select auth.uid()), title, agent_used, session_state
                          from jsonb_populate_record(null::public.chat_sessions, cast(:columns as jsonb))
                        returning\s""" + COLUMNS)
                .param("columns", columns.json())
                .query(ChatSessionRepository::map)
                .single();
    }

    Optional<ChatSession> update(UUID id, @Nullable Integer expectedVersion, Columns patch) {
        return jdbc.sql("""
                        update public.chat_sessions s
                           set (title, agent_used, session_state)
                             = (select n.title, n.agent_used, n.session_state
                                  from jsonb_populate_record(s, cast(:patch as jsonb)) n)
                         where id = :id
                           and version = coalesce(:expectedVersion, version)
                        returning\s""" + COLUMNS)
                .param("patch", patch.json())
                .param("id", id)
                .param("expectedVersion", expectedVersion, Types.INTEGER)
                .query(ChatSessionRepository::map)
                .optional();
    }

    boolean delete(UUID id) {
        return jdbc.sql("delete from public.chat_sessions where id = :id")
                        .param("id", id)
                        .update()
                > 0;
    }

    private static ChatSession map(ResultSet row, int number) throws SQLException {
        return new ChatSession(
                row.getObject("id", UUID.class),
                row.getObject("user_id", UUID.class),
                Objects.requireNonNullElse(row.getString("title"), ""),
                row.getString("agent_used"),
                row.getInt("message_count"),
                Json.of(row, "session_state"),
                row.getObject("last_activity", OffsetDateTime.class),
                row.getObject("created_at", OffsetDateTime.class),
                row.getObject("updated_at", OffsetDateTime.class),
                row.getInt("version"));
    }
}
