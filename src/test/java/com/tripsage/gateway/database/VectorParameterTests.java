package com.tripsage.gateway.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.tripsage.gateway.TestPostgres;
import com.tripsage.gateway.security.Caller;
import com.tripsage.gateway.value.Vector;
import com.tripsage.gateway.value.VectorArray;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.support.SqlValue;
import tools.jackson.databind.json.JsonMapper;

class VectorParameterTests extends DatabaseTest {

    private static final Vector EAST = Vector.padded(new float[] {1, 0});
    private static final Vector NORTH = Vector.padded(new float[] {0, -2});

    /** Numbers that differ in every byte. */
    private static final Vector UNEVEN = uneven();

    private final Caller ada = caller();

    @Test
    void hasItsTypeWithoutACast() {
        List<String> types = read(() -> List.of(typeOf(EAST), typeOf(EAST), typeOf(VectorArray.of(List.of(EAST)))));

        assertThat(types).containsExactly("vector", "vector", "vector[]");
    }

    @Test
    void travelsInBinary() throws SQLException {
        ConnectionPool.PooledConnection pooled = pool.acquire(ada.id(), soon());
        Connection connection = pooled.connection();
        try (PreparedStatement statement = connection.prepareStatement("select ?, ?, '[' || ?")) {
            EAST.setValue(statement, 1);
            VectorArray.of(List.of(EAST)).setValue(statement, 2);
            statement.setString(3, EAST.json());

            // The driver shows what it sends as text.
            assertThat(statement.toString()).endsWith("select ?, ?, '[' || ('" + EAST.json() + "')");
        } finally {
            pooled.close();
        }
    }

    @Test
    void arrivesAsItIs() {
        String stored = read(() -> jdbc.sql("select :vector::text")
                .param("vector", UNEVEN)
                .query(String.class)
                .single());

        assertThat(Vector.of(JsonMapper.shared().readValue(stored, float[].class)))
                .isEqualTo(UNEVEN);
    }

    @Test
    void isComparedByPostgreSqlAsByJava() {
        double distance = read(() -> jdbc.sql("select :one <=> :other")
                .param("one", UNEVEN)
                .param("other", EAST)
                .query(Double.class)
                .single());

        assertThat(UNEVEN.distanceTo(EAST)).isEqualTo(distance, within(1e-6));
    }

    @Test
    void storesManyRowsAndFindsThem() {
        arrive();
        var embeddings = new ArrayList<@Nullable Vector>(Collections.nCopies(500, UNEVEN));
        embeddings.set(0, EAST);
        embeddings.set(1, null);
        embeddings.set(499, NORTH);

        int stored = transactions.run(ada, Access.WRITE, soon(), transaction -> store(embeddings));

        assertThat(stored).isEqualTo(500);
        assertThat(nearest(EAST)).startsWith("1");
        assertThat(nearest(NORTH)).startsWith("500");
        assertThat(nearest(UNEVEN)).hasSize(499).doesNotContain("2").startsWith("3");
        assertThat(transactions.<Integer>run(ada, Access.WRITE, soon(), transaction -> store(List.of())))
                .isZero();
        assertThat(transactions.<Integer>run(
                        ada, Access.WRITE, soon(), transaction -> store(Collections.singletonList(null))))
                .isEqualTo(1);
    }

    private int store(List<@Nullable Vector> embeddings) {
        return jdbc.sql("""
                        insert into public.memory_embeddings (user_id, content_text, embedding)
                        select (select auth.uid()), place, embedding
                        from unnest(:embeddings) with ordinality as memory (embedding, place)
                        """).param("embeddings", VectorArray.of(embeddings)).update();
    }

    private List<String> nearest(Vector vector) {
        return read(
                () -> jdbc.sql("""
                        select content_text
                        from public.memory_embeddings
                        where embedding is not null
                        order by embedding <=> :vector, content_text::int
                        """).param("vector", vector).query(String.class).list());
    }

    @Test
    void isFoundInAnySchema() throws SQLException {
        String database = TestPostgres.shared().createDatabase();
        TestPostgres.shared().execute(database, """
                create schema extensions;
                create extension vector with schema extensions;
                create type public.vector as (not_this_one int);
                create table public.memory (embedding extensions.vector(1536));
                """);

        try (Connection connection = connect(database)) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("set search_path = public, extensions");
            }
            assertThat(query(connection, "select pg_typeof(?) = 'extensions.vector'::regtype", EAST))
                    .containsExactly("t");
            assertThat(query(
                            connection,
                            "insert into memory select unnest(?) returning embedding is null",
                            VectorArray.of(Arrays.asList(EAST, null, UNEVEN))))
                    .containsExactly("f", "t", "f");
            assertThat(query(connection, "select embedding <=> ? from memory order by 1", EAST))
                    .startsWith("0")
                    .hasSize(3);
        }
    }

    @Test
    void isNotMissedWhereNobodyStoresVectors() throws SQLException {
        try (Connection connection = connect(TestPostgres.shared().createDatabase());
                Statement statement = connection.createStatement()) {
            assertThat(statement.execute("select 1")).isTrue();
        }
    }

    private static Connection connect(String database) throws SQLException {
        TestPostgres server = TestPostgres.shared();
        var source = new PGSimpleDataSource();
        source.setUrl(server.jdbcUrl(database));
        source.setUser(server.ownerUser());
        source.setPassword(server.ownerPassword());
        return new ObservedDataSource(source).getConnection();
    }

    private static List<@Nullable String> query(Connection connection, String sql, SqlValue parameter)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            parameter.setValue(statement, 1);
            try (ResultSet rows = statement.executeQuery()) {
                var values = new ArrayList<@Nullable String>();
                while (rows.next()) {
                    values.add(rows.getString(1));
                }
                return values;
            }
        }
    }

    private String typeOf(SqlValue parameter) {
        return jdbc.sql("select pg_typeof(:parameter)::text")
                .param("parameter", parameter)
                .query(String.class)
                .single();
    }

    private void arrive() {
        transactions.run(ada, Access.WRITE, soon(), transaction -> jdbc.sql(
                        "insert into public.users (id, email) values ((select auth.uid()), ?)")
                .param(ada.email())
                .update());
    }

    private <T> T read(Supplier<T> work) {
        return transactions.run(ada, Access.READ, soon(), transaction -> work.get());
    }

    private static Deadline soon() {
        return Deadline.after(Duration.ofSeconds(20));
    }

    private static Vector uneven() {
        float[] numbers = new float[Vector.DIMENSIONS];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) Math.sin(i + 1) / 3;
        }
        return Vector.of(numbers);
    }
}
