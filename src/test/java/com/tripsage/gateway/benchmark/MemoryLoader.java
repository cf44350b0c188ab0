package com.tripsage.gateway.benchmark;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.tripsage.gateway.TestPostgres;
import com.tripsage.gateway.value.Vector;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Writes memories past the gateway, as a stream of PostgreSQL's binary COPY. */
final class MemoryLoader implements AutoCloseable {

    private static final List<String> KINDS = List.of("preference", "insight", "conversation");

    private static final int MOST_OF_A_ROW = 16 << 10;

    private final Connection connection;
    private final CopyIn copy;
    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 20);

    MemoryLoader(String database) throws SQLException {
        connection = TestPostgres.shared().connect(database);
        copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn("""
                copy public.memory_embeddings (user_id, content_type, content_text, embedding, embedding_model)
                from stdin (format binary)
                """);
        buffer.put("PGCOPY\n".getBytes(US_ASCII))
                .put((byte) 0xff)
                .put("\r\n\0".getBytes(US_ASCII))
                .putInt(0)
                .putInt(0);
    }

    /** Lets the gateway, and whoever loads memories, know these. */
    static void addUsers(String database, List<Owner> owners) throws SQLException {
        try (Connection connection = TestPostgres.shared().connect(database);
                PreparedStatement insert =
                        connection.prepareStatement("insert into public.users (id, email) values (?, ?)")) {
            for (Owner owner : owners) {
                insert.setObject(1, owner.id());
                insert.setString(2, owner.email());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** All memories of an owner, a third of each kind. */
    void add(Owner owner) throws SQLException {
        for (int n = 0; n < owner.memories(); n++) {
            add(owner.id(), KINDS.get(n % KINDS.size()), Sentences.memory(n), owner.memory(n), "unspecified");
        }
    }

    void add(UUID user, String kind, String text, Vector vector, String model) throws SQLException {
        buffer.putShort((short) 5)
                .putInt(16)
                .putLong(user.getMostSignificantBits())
                .putLong(user.getLeastSignificantBits());
        put(kind);
        put(text);
        float[] numbers = vector.toFloats();
        buffer.putInt(4 + Float.BYTES * numbers.length)
                .putShort((short) numbers.length)
                .putShort((short) 0);
        for (float number : numbers) {
            buffer.putFloat(number);
        }
        put(model);
        if (buffer.remaining() < MOST_OF_A_ROW) {
            flush();
        }
    }

    private void put(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        buffer.putInt(bytes.length).put(bytes);
    }

    private void flush() throws SQLException {
        copy.writeToCopy(buffer.array(), 0, buffer.position());
        buffer.clear();
    }

    @Override
    public void close() throws SQLException {
        try {
            buffer.putShort((short) -1);
            flush();
            copy.endCopy();
        } finally {
            connection.close();
        }
    }
}
