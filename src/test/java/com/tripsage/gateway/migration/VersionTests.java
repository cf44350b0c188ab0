package com.tripsage.gateway.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionTests {

    private final MigratedDatabase database = MigratedDatabase.shared();

    @ParameterizedTest
    @CsvSource({
        "users, profile",
        "trips, title",
        "trip_members, role",
        "flights, status",
        "accommodations, status",
        "memory_embeddings, content_text",
        "chat_sessions, title",
        "chat_messages, content",
        "memory_history, content_text",
        "trip_embeddings, embedding_model"
    })
    void everyUpdateCountsWhateverTheWriterSays(String table, String column) throws SQLException {
        try (Session superuser = database.asSuperuser()) {
            String before = superuser.value("select sum(version) from " + table);
            int rows = superuser.execute(
                    "update %1$s set %2$s = %2$s, version = 99, updated_at = '2020-01-01'".formatted(table, column));

            assertThat(superuser.value(
                            "select sum(version) - %s from %s where updated_at = now()".formatted(before, table)))
                    .isEqualTo(String.valueOf(rows));
        }
    }
}
