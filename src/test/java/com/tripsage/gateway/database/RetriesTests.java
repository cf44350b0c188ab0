package com.tripsage.gateway.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.tripsage.gateway.GatewayTest;
import com.tripsage.gateway.security.Caller;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How often what failed is tried. */
@GatewayTest
class RetriesTests {

    @Autowired
    Transactions transactions;

    @Autowired
    JdbcClient jdbc;

    @ParameterizedTest
    @CsvSource({"40P01, 3", "40001, 3", "23505, 1", "57014, 1", "57P01, 5"})
    void areFewAndOnlyWhereOthersWereInTheWayOrTheConnectionWasLost(String state, int attempts) {
        var count = new AtomicInteger();

        Throwable thrown = catchThrowable(() -> run(() -> {
            count.incrementAndGet();
            fail(state);
        }));

        assertThat(thrown).isNotNull();
        assertThat(count).hasValue(attempts);
    }

    @Test
    void succeedAfterwards() {
        var count = new AtomicInteger();

        run(() -> {
            if (count.incrementAndGet() == 1) {
                fail("40P01");
            }
            jdbc.sql("select 1").query().singleValue();
        });

        assertThat(count).hasValue(2);
    }

    private void fail(String state) {
        jdbc.sql("do $$ begin raise exception 'as a test wants it' using errcode = '" + state + "'; end $$")
                .update();
    }

    private void run(Runnable work) {
        UUID id = UUID.randomUUID();
        var caller = new Caller(id, null, "{\"sub\":\"" + id + "\",\"role\":\"authenticated\"}");
        transactions.run(caller, Access.WRITE, Deadline.after(Duration.ofSeconds(10)), transaction -> {
            work.run();
            return true;
        });
    }
}
