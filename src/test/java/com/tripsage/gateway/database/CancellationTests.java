package com.tripsage.gateway.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.tripsage.gateway.Superuser;
import com.tripsage.gateway.database.ConnectionPool.PooledConnection;
import com.tripsage.gateway.security.Caller;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.dao.QueryTimeoutException;

class CancellationTests extends DatabaseTest {

    @Autowired
    Environment environment;

    private final Cancellation cancellation = new Cancellation();
    private Caller ada;

    @BeforeEach
    void arrive() {
        ada = caller();
        run(ada, Access.WRITE, new Cancellation(), () -> jdbc.sql(
                        "insert into public.users (id, email) values ((select auth.uid()), ?)")
                .param(ada.id() + "@example.com")
                .update());
    }

    @Test
    void endsAStatement() {
        CompletableFuture<Throwable> sleeper = later(() -> sleep("20"));
        awaitSleepers(1);

        cancellation.cancel();

        assertThat(sleeper.orTimeout(5, TimeUnit.SECONDS).join()).isInstanceOf(QueryTimeoutException.class);
        awaitSleepers(0);
    }

    @Test
    void endsALaterStatementToo() {
        CompletableFuture<Throwable> sleeper = later(() -> {
            sleep("0");
            return sleep("20");
        });
        awaitSleepers(1);

        cancellation.cancel();

        assertThat(sleeper.orTimeout(5, TimeUnit.SECONDS).join()).isInstanceOf(QueryTimeoutException.class);
    }

    @Test
    void endsTheWaitForAConnection() {
        List<PooledConnection> all = new ArrayList<>();
        try {
            for (int n = 0; n < POOL_SIZE - 2; n++) {
                all.add(pool.acquire(UUID.randomUUID(), Deadline.after(Duration.ofSeconds(10))));
            }
            CompletableFuture<Throwable> waiting = later(() -> sleep("0"));

            cancellation.cancel();

            assertThat(waiting.orTimeout(5, TimeUnit.SECONDS).join()).isInstanceOf(OperationCancelled.class);
        } finally {
            all.forEach(PooledConnection::close);
        }
    }

    @Test
    void beginsNothingAfterwards() {
        cancellation.cancel();

        assertThatExceptionOfType(OperationCancelled.class)
                .isThrownBy(() -> run(ada, Access.READ, cancellation, () -> sleep("0")));
    }

    @Test
    void commitsNothing() {
        assertThatExceptionOfType(OperationCancelled.class)
                .isThrownBy(() -> run(ada, Access.WRITE, cancellation, () -> {
                    insertTrip();
                    cancellation.cancel();
                    return "done";
                }));

        assertThat(trips()).isZero();
    }

    @Test
    void isTooLateForWhatIsCommitted() {
        run(ada, Access.WRITE, cancellation, this::insertTrip);

        cancellation.cancel();

        assertThat(trips()).isOne();
    }

    /** Those who get the connection next run statements at once, which a cancellation that comes late would hit. */
    @Test
    void neverHitsTheNextStatementOfTheConnection() throws InterruptedException {
        var over = new CountDownLatch(1);
        List<Thread> bystanders = new ArrayList<>();
        List<Throwable> hit = new ArrayList<>();
        for (int n = 0; n < POOL_SIZE; n++) {
            Caller bystander = caller();
            bystanders.add(Thread.startVirtualThread(() -> {
                while (over.getCount() > 0) {
                    Throwable thrown = catchThrowable(() -> {
                        String who = run(bystander, Access.READ, new Cancellation(), () -> {
                            sleep("0.001");
                            return text("select auth.uid()::text");
                        });
                        assertThat(who).isEqualTo(bystander.id().toString());
                    });
                    if (thrown != null) {
                        synchronized (hit) {
                            hit.add(thrown);
                        }
                    }
                }
            }));
        }
        for (int n = 0; n < 300; n++) {
            var one = new Cancellation();
            CompletableFuture<Throwable> worker = later(Access.WRITE, one, () -> {
                insertTrip();
                return sleep("0.002");
            });
            Thread.sleep(Duration.ofNanos(ThreadLocalRandom.current().nextLong(8_000_000)));
            one.cancel();
            if (worker.join() != null) {
                assertThat(worker.join()).isInstanceOfAny(QueryTimeoutException.class, OperationCancelled.class);
            }
        }
        over.countDown();
        for (Thread bystander : bystanders) {
            bystander.join();
        }

        assertThat(hit).isEmpty();
        // Each was committed as a whole or not at all, and every connection is still good.
        assertThat(trips()).isLessThanOrEqualTo(300);
    }

    private CompletableFuture<Throwable> later(Supplier<?> work) {
        return later(Access.READ, cancellation, work);
    }

    private CompletableFuture<Throwable> later(Access access, Cancellation by, Supplier<?> work) {
        var thrown = new CompletableFuture<Throwable>();
        Thread.startVirtualThread(() -> thrown.complete(catchThrowable(() -> run(ada, access, by, work::get))));
        return thrown;
    }

    private void awaitSleepers(int count) {
        await().until(() -> sleepers() == count);
    }

    private long sleepers() {
        return Superuser.of(environment)
                .sql(
                        "select count(*) from pg_stat_activity where wait_event = 'PgSleep' and datname = current_database()")
                .query(Long.class)
                .single();
    }

    private <T> T run(Caller caller, Access access, Cancellation by, Supplier<T> work) {
        return transactions.run(caller, access, Deadline.after(Duration.ofSeconds(10), by), transaction -> work.get());
    }

    private String sleep(String seconds) {
        return text("select pg_sleep(" + seconds + ")::text");
    }

    private String text(String sql) {
        return jdbc.sql(sql).query(String.class).single();
    }

    private int insertTrip() {
        return jdbc.sql("insert into public.trips (user_id, title) values ((select auth.uid()), 'Oslo')")
                .update();
    }

    private long trips() {
        return run(ada, Access.READ, new Cancellation(), () -> jdbc.sql("select count(*) from public.trips")
                .query(Long.class)
                .single());
    }
}
