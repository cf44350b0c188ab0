package com.tripsage.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class TestPostgresTests {

    private final TestPostgres postgres = TestPostgres.shared();

    @Test
    void givesEverybodyADatabaseOfTheirOwn() {
        String one = postgres.createDatabase();
        String other = postgres.createDatabase();

        postgres.execute(one, "create extension vector; create table mine ()");
        postgres.execute(other, "create table mine ()");

        assertThat(one).isNotEqualTo(other);
        postgres.dropDatabase(one);
        postgres.dropDatabase(other);
    }

    @Test
    void goesAwayAndComesBackWhereItWas() throws SQLException {
        String database = postgres.createDatabase();
        String url = postgres.jdbcUrl(database);

        postgres.stop();
        try {
            assertThatThrownBy(() -> postgres.connect(database)).isInstanceOf(SQLException.class);
        } finally {
            postgres.start();
        }

        assertThat(postgres.jdbcUrl(database)).isEqualTo(url);
        try (Connection connection = postgres.connect(database)) {
            assertThat(connection.isValid(5)).isTrue();
        }
        postgres.dropDatabase(database);
    }
}
