package com.tripsage.gateway.benchmark;

import com.tripsage.gateway.TestPostgres;
import com.tripsage.gateway.value.Vector;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/** The nearest memories of a user by comparing each of them, in SQL, without the gateway. */
final class BruteForce implements AutoCloseable {

    private final Connection connection;

    BruteForce(String database) throws SQLException {
        connection = TestPostgres.shared().connect(database);
        connection.setAutoCommit(false);
    }

    /** The ten nearest, and those that are no farther than the tenth; found as the superuser, past all policies. */
    Set<UUID> nearest(Owner owner, Vector vector, boolean onlyPreferences) throws SQLException {
        String sql = """
                select id
                  from public.memory_embeddings
                 where user_id = ?
                   and %s
                 order by embedding <=> (select cast(? as vector))
                 fetch first 10 rows with ties
                """.formatted(condition(onlyPreferences));
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setObject(1, owner.id());
            select.setString(2, vector.json());
            return ids(select);
        } finally {
            connection.rollback();
        }
    }

    /** How many nanoseconds the plain statement takes for the user alone, to whom row-level security shows nothing else. */
    long nanosUnderRls(Owner owner, Vector vector, boolean onlyPreferences) throws SQLException {
        String sql = """
                select id
                  from public.memory_embeddings
                 where %s
                 order by embedding <=> (select cast(? as vector))
                 limit 10
                """.formatted(condition(onlyPreferences));
        try (Statement identity = connection.createStatement();
                PreparedStatement select = connection.prepareStatement(sql)) {
            identity.execute("""
                    set local role authenticated;
                    select set_config('request.jwt.claims', '{"sub":"%s"}', true)
                    """.formatted(owner.id()));
            select.setString(1, vector.json());
            long start = System.nanoTime();
            ids(select);
            return System.nanoTime() - start;
        } finally {
            connection.rollback();
        }
    }

    private static String condition(boolean onlyPreferences) {
        return onlyPreferences ? "content_type = 'preference'" : "true";
    }

    private static Set<UUID> ids(PreparedStatement select) throws SQLException {
        Set<UUID> ids = new HashSet<>();
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                ids.add(rows.getObject(1, UUID.class));
            }
        }
        return ids;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
