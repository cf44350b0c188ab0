package com.tripsage.gateway.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.tripsage.gateway.TestPostgres;
import java.sql.SQLException;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VectorIndexTests {

    private final TestPostgres server = TestPostgres.shared();
    private final String name = server.createDatabase();

    @AfterEach
    void drop() {
        server.dropDatabase(name);
    }

    @Test
    void theIndexOverAllVectorsIsTheDeploymentsChoice() throws SQLException {
        migrate("none");
        assertThat(index()).isEmpty();
        migrate("hnsw");
        assertThat(index()).isEqualTo("hnsw");
        migrate("hnsw");
        assertThat(index()).isEqualTo("hnsw");
        migrate("none");
        assertThat(index()).isEmpty();
    }

    @Test
    void anIndexThatTheServerDoesNotKnowChangesNothing() throws SQLException {
        migrate("hnsw");
        try (Session superuser = session()) {
            assumeThat(superuser.values("select from pg_am where amname = 'diskann'"))
                    .isEmpty();
        }

        migrate("diskann");

        assertThat(index()).isEqualTo("hnsw");
    }

    @Test
    void refusesAnIndexThatNobodyKnows() throws SQLException {
        migrate("hnsw");

        assertThatExceptionOfType(FlywayException.class)
                .isThrownBy(() -> migrate("btree"))
                .withMessageContaining("none, hnsw or diskann");

        assertThat(index()).isEqualTo("hnsw");
    }

    private void migrate(String index) {
        Flyway.configure()
                .placeholders(Map.of("vectorindex", index))
                .dataSource(server.jdbcUrl(name), server.ownerUser(), server.ownerPassword())
                .defaultSchema("gateway")
                .load()
                .migrate();
    }

    /** The kind of the index, if there is one. */
    private String index() throws SQLException {
        try (Session superuser = session()) {
            return String.join("", superuser.values("""
                    select a.amname
                      from pg_class i
                      join pg_am a on a.oid = i.relam
                     where i.oid = to_regclass('public.memory_embeddings_by_meaning')
                    """));
        }
    }

    private Session session() throws SQLException {
        return new Session(server.connect(name));
    }
}
