package com.tripsage.gateway.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainOwnerMigrationTests extends PreparedDatabaseTest {

    private static final MigratedDatabase DATABASE = MigratedDatabase.prepared("plain_owner", "plain-owner.sql");

    PlainOwnerMigrationTests() {
        super(DATABASE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"users", "trips", "flights", "memory_embeddings", "email_holders"})
    void theOwnerOfTheTablesSeesNoRows(String table) throws SQLException {
        try (Session superuser = database.asSuperuser()) {
            superuser.execute("set local role plain_owner");

            assertThat(superuser.execute("select from " + table)).isZero();
        }
    }

    @Test
    void theOwnerOfTheTablesAddsNoRows() throws SQLException {
        try (Session superuser = database.asSuperuser()) {
            superuser.execute("set local role plain_owner");

            assertThat(superuser.refusal("insert into users (email) values ('me@example.com')"))
                    .isEqualTo("42501");
        }
    }
}
