package com.tripsage.gateway.memory;

import com.tripsage.gateway.TestPostgres;
import com.tripsage.gateway.Traveller;
import com.tripsage.gateway.value.Columns;
import com.tripsage.gateway.value.Vector;
import com.tripsage.gateway.value.VectorArray;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;

/** Memories as another program stores them, with whatever vectors a test needs. No worker gives them others. */
final class StoredMemories {

    private static final int BATCH = 1000;

    private StoredMemories() {}

    static Row memory(String text, @Nullable Vector vector) {
        return new Row(
                UUID.randomUUID(),
                text,
                vector,
                Models.UNSPECIFIED,
                MemoryKind.CONVERSATION,
                "{}",
                null,
                OffsetDateTime.parse("2026-03-01T12:00:00Z"),
                null);
    }

    static List<Row> insert(Environment environment, Traveller owner, Row... rows) {
        return insert(environment, owner, Arrays.asList(rows));
    }

    static List<Row> insert(Environment environment, Traveller owner, List<Row> rows) {
        String database = Objects.requireNonNull(environment.getProperty("test.database"));
        try (Connection connection = TestPostgres.shared().connect(database);
                Statement statement = connection.createStatement()) {
            // Without the triggers, of which one puts what has no vector into the worker's queue.
            statement.execute("set session_replication_role = replica");
            for (int from = 0; from < rows.size(); from += BATCH) {
                insert(connection, owner.id(), rows.subList(from, Math.min(rows.size(), from + BATCH)));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return rows;
    }

    private static void insert(Connection connection, UUID owner, List<Row> rows) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                insert into public.memory_embeddings (user_id, embedding, id, content_text, embedding_model, content_type,
                                                      metadata, session_id, created_at, superseded_by)
                select ?, * from unnest(?, ?, ?, ?, ?, ?::text[]::jsonb[], ?, ?::text[]::timestamptz[], ?)
                """)) {
            insert.setObject(1, owner);
            VectorArray.of(rows.stream().map(Row::vector).toList()).setValue(insert, 2);
            set(insert, 3, "uuid", rows, Row::id);
            set(insert, 4, "text", rows, Row::text);
            set(insert, 5, "text", rows, Row::model);
            set(insert, 6, "text", rows, row -> row.kind == null ? null : Columns.lowerCase(row.kind));
            set(insert, 7, "text", rows, Row::metadata);
            set(insert, 8, "uuid", rows, Row::sessionId);
            set(insert, 9, "text", rows, row -> row.createdAt.toString());
            set(insert, 10, "uuid", rows, Row::supersededBy);
            insert.execute();
        }
    }

    private static void set(
            PreparedStatement insert, int index, String type, List<Row> rows, Function<Row, @Nullable Object> value)
            throws SQLException {
        insert.setArray(
                index,
                insert.getConnection()
                        .createArrayOf(type, rows.stream().map(value).toArray()));
    }

    /** A memory, of which a test says only what matters to it. */
    record Row(
            UUID id,
            String text,
            @Nullable Vector vector,
            String model,
            @Nullable MemoryKind kind,
            String metadata,
            @Nullable UUID sessionId,
            OffsetDateTime createdAt,
            @Nullable UUID supersededBy) {

        Row copy() {
            return new Row(UUID.randomUUID(), text, vector, model, kind, metadata, sessionId, createdAt, supersededBy);
        }

        Row model(String model) {
            return new Row(id, text, vector, model, kind, metadata, sessionId, createdAt, supersededBy);
        }

        Row kind(@Nullable MemoryKind kind) {
            return new Row(id, text, vector, model, kind, metadata, sessionId, createdAt, supersededBy);
        }

        Row metadata(String metadata) {
            return new Row(id, text, vector, model, kind, metadata, sessionId, createdAt, supersededBy);
        }

        Row sessionId(UUID sessionId) {
            return new Row(id, text, vector, model, kind, metadata, sessionId, createdAt, supersededBy);
        }

        Row createdAt(String createdAt) {
            return new Row(
                    id, text, vector, model, kind, metadata, sessionId, OffsetDateTime.parse(createdAt), supersededBy);
        }

        Row supersededBy(UUID supersededBy) {
            return new Row(id, text, vector, model, kind, metadata, sessionId, createdAt, supersededBy);
        }
    }
}
