package com.tripsage.gateway.memory;

import com.tripsage.gateway.database.SqlText;
import com.tripsage.gateway.value.Columns;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The search for memories that say the same as new ones. */
@Repository
class KnownMemoryRepository {

    private static final String KNOWN =
            SqlText.of(KnownMemoryRepository.class, "known.sql").sql();

    private final JdbcClient jdbc;

    KnownMemoryRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Lets nobody else add memories of the caller's until the end of the transaction, so that none is added twice. */
    void lock() {
        jdbc.sql("select pg_advisory_xact_lock(hashtextextended('gateway.memory:' || (select auth.uid()), 0))")
                .query((row, _) -> true)
                .list();
    }

    /** What is known of new memories, in their order. */
    List<Known> find(List<AddMemoryInput> inputs) {
        return jdbc.sql(KNOWN)
                .param("kinds", strings(inputs, input -> Columns.lowerCase(input.kind())))
                .param("texts", strings(inputs, AddMemoryInput::text))
                .param("sessions", strings(inputs, KnownMemoryRepository::session))
                .param("metadata", strings(inputs, input -> input.metadataOrNone()
                        .text()))
                .query((row, _) -> new Known(row.getInt("first"), row.getObject("id", UUID.class)))
                .list();
    }

    private static @Nullable String session(AddMemoryInput input) {
        return input.sessionId() == null ? null : input.sessionId().toString();
    }

    private static @Nullable String[] strings(
            List<AddMemoryInput> inputs, Function<AddMemoryInput, @Nullable String> string) {
        return inputs.stream().map(string).toArray(String[]::new);
    }

    /**
     * A new memory, as far as it is known.
     *
     * @param first the number of the first new memory that says the same
     * @param id the memory that says it already; null when there is none
     */
    record Known(int first, @Nullable UUID id) {}
}
