package com.tripsage.gateway.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainOwnerMigrationTests {

    private static final MigratedDatabase DATABASE = MigratedDatabase.prepared("plain_owner", "plain-owner.sql");

    @TestFactory
    Stream<DynamicTest> everybodyDoesWhatTheyMay() {
        return new AccessMatrix(DATABASE).tests();
    }

    @Test
    void theOwnerSharesATrip() throws SQLException {
        try (Session owner = DATABASE.as(Person.OWNER)) {
            owner.execute("select sharing.share_trip({other_trip}, 'stranger@example.com', 'viewer')");

            assertThat(owner.execute("select from trip_members where trip_id = {other_trip}"))
                    .isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"users", "trips", "flights", "memory_embeddings", "email_holders"})
    void theOwnerOfTheTablesSeesNoRows(String table) throws SQLException {
        try (Session superuser = DATABASE.asSuperuser()) {
            superuser.execute("set local role plain_owner");

            assertThat(superuser.execute("select from " + table)).isZero();
        }
    }

    @Test
    void theOwnerOfTheTablesAddsNoRows() throws SQLException {
        try (Session superuser = DATABASE.asSuperuser()) {
            superuser.execute("set local role plain_owner");

            assertThat(superuser.refusal("insert into users (email) values ('me@example.com')"))
                    .isEqualTo("42501");
        }
    }
}
