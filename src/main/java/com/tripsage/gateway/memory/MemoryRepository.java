package com.tripsage.gateway.memory;

import static com.tripsage.gateway.value.Columns.constant;

import com.tripsage.gateway.graphql.NodeSource;
import com.tripsage.gateway.paging.Connection;
import com.tripsage.gateway.paging.Keyset;
import com.tripsage.gateway.paging.PageRequest;
import com.tripsage.gateway.paging.Pager;
import com.tripsage.gateway.paging.Selection;
import com.tripsage.gateway.value.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class MemoryRepository implements NodeSource {

    private static final String COLUMNS = "id, user_id, content_type, content_text, embedding, metadata, session_id,"
            + " created_at, updated_at, version";

    private static final Keyset<Memory> NEWEST_FIRST = new Keyset<>(
            "stored",
            "created_at",
            "timestamptz",
            true,
            memory -> memory.createdAt().toString(),
            Memory::id);

    private final JdbcClient jdbc;
    private final Pager pager;

    MemoryRepository(JdbcClient jdbc, Pager pager) {
        this.jdbc = jdbc;
        this.pager = pager;
    }

    @Override
    public String exists() {
        return "exists (select from public.memory_embeddings where id = :id)";
    }

    @Override
    public Optional<Memory> find(UUID id) {
        return jdbc.sql("select " + COLUMNS + " from public.memory_embeddings where id = :id")
                .param("id", id)
                .query(MemoryRepository::map)
                .optional();
    }

    Connection<Memory> findPage(PageRequest page) {
        return pager.page(Selection.of(COLUMNS, "public.memory_embeddings"), NEWEST_FIRST, page, MemoryRepository::map);
    }

    private static Memory map(ResultSet row, int number) throws SQLException {
        return new Memory(
                row.getObject("id", UUID.class),
                row.getObject("user_id", UUID.class),
                constant(MemoryKind.class, row.getString("content_type")),
                row.getString("content_text"),
                Json.of(row, "embedding"),
                Json.of(row, "metadata"),
                row.getObject("session_id", UUID.class),
                row.getObject("created_at", OffsetDateTime.class),
                row.getObject("updated_at", OffsetDateTime.class),
                row.getInt("version"));
    }
}
