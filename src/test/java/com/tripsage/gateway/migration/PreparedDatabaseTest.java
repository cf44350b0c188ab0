package com.tripsage.gateway.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What holds in any database whose owner is not a superuser. */
abstract class PreparedDatabaseTest {

    final MigratedDatabase database;

    PreparedDatabaseTest(MigratedDatabase database) {
        this.database = database;
    }

    @TestFactory
    Stream<DynamicTest> everybodyDoesWhatTheyMay() {
        return new AccessMatrix(database).tests();
    }

    @Test
    void theOwnerSharesATrip() throws SQLException {
        try (Session owner = database.as(Person.OWNER)) {
            owner.execute("select sharing.share_trip({other_trip}, 'stranger@example.com', 'viewer')");

            assertThat(owner.execute("select from trip_members where trip_id = {other_trip}"))
                    .isEqualTo(1);
        }
    }
}
