package com.tripsage.gateway.observation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Statements and callers are told without their values. */
class SqlSummaryTests {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "select id from public.trips where title = 'from secret' for update skip locked | SELECT public.trips",
                "SELECT t.id FROM trips t JOIN flights f ON f.trip_id = t.id | SELECT trips flights",
                "insert into public.flights (id, trip_id) values (?, ?) returning id | INSERT public.flights",
                "update public.trips set title = ? where id is distinct from secret | UPDATE public.trips",
                "delete from gateway.embedding_queue where kind = ? | DELETE gateway.embedding_queue",
                "with recursive due as materialized (select id from a) update b set x = 1 from due | UPDATE a b",
                "select sharing.share(?, ?) | SELECT sharing.share",
                "select 1 -- from secret | SELECT",
                "/* from secret */ select 1 | SELECT",
                "do nothing | STATEMENT"
            })
    void aStatementIsToldByWhatItDoesAndWithWhat(String sql, String summary) {
        assertThat(SqlSummary.of(sql).text()).isEqualTo(summary);
    }

    @Test
    void aCallerIsTheSameUnderTheSameKeyAlone() {
        UUID ada = UUID.randomUUID();
        String hash = AccessLog.hashingWith("a").hash(ada);

        assertThat(hash).hasSize(16).isEqualTo(AccessLog.hashingWith("a").hash(ada));
        assertThat(AccessLog.hashingWith("b").hash(ada)).isNotEqualTo(hash);
        assertThat(AccessLog.hashingWith(null).hash(ada))
                .isNotEqualTo(AccessLog.hashingWith(null).hash(ada));
    }
}
