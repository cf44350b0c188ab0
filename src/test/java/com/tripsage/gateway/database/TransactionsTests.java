package com.tripsage.gateway.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import com.tripsage.gateway.TestPostgres;
import com.tripsage.gateway.database.ConnectionPool.PooledConnection;
import com.tripsage.gateway.security.Caller;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.jdbc.PgConnection;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;

class TransactionsTests extends DatabaseTest {

    @Autowired
    DataSource dataSource;

    @Value("${test.database}")
    String database;

    Caller ada;

    @BeforeEach
    void arrive() {
        ada = caller();
        transactions.run(ada, Access.WRITE, soon(), transaction -> jdbc.sql(
                        "insert into public.users (id, email) values ((select auth.uid()), ?)")
                .param(ada.id() + "@example.com")
                .update());
    }

    @Test
    void givesNobodyAConnection() {
        assertThatIllegalStateException().isThrownBy(() -> dataSource.getConnection());
        assertThatExceptionOfType(CannotGetJdbcConnectionException.class)
                .isThrownBy(() -> jdbc.sql("select 1").query().singleValue());
    }

    @Test
    void runsEveryStatementAsTheCaller() {
        List<String> who = read(() -> List.of(text("select current_user"), text("select auth.uid()::text")));

        assertThat(who).containsExactly("authenticated", ada.id().toString());
    }

    @Test
    void leavesNoIdentityBehind() throws SQLException {
        createTrip("Oslo");
        read(() -> text("select auth.uid()::text"));
        assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> read(() -> text("select 1 / 0")));
        assertThatIllegalStateException()
                .isThrownBy(() -> read(() -> {
                    text("select auth.uid()::text");
                    throw new IllegalStateException();
                }));

        List<PooledConnection> all = new ArrayList<>();
        try {
            for (int i = 0; i < POOL_SIZE; i++) {
                // two of ten are the gateway's own, and each caller takes one
                all.add(pool.acquire(i < 2 ? null : UUID.randomUUID(), soon()));
            }
            for (PooledConnection pooled : all) {
                assertThat(identityOf(pooled.connection())).isEqualTo("authenticator|authenticator|");
            }
        } finally {
            all.forEach(PooledConnection::close);
        }
    }

    @Test
    void closesAConnectionThatComesBackInATransaction() throws SQLException {
        PooledConnection pooled = pool.acquire(ada.id(), soon());
        Connection physical = pooled.connection().unwrap(PgConnection.class);
        try (Statement statement = pooled.connection().createStatement()) {
            statement.execute("begin; select set_config('role', 'authenticated', true)");
        }

        pooled.close();

        await().until(physical::isClosed);
    }

    @Test
    void showsAReaderOneSnapshot() {
        createTrip("before");

        List<Long> counts = read(() -> {
            long first = count();
            createTripBySuperuser("meanwhile");
            return List.of(first, count());
        });

        assertThat(counts).containsExactly(1L, 1L);
        assertThat(read(this::count)).isEqualTo(2);
    }

    @Test
    void letsAReaderChangeNothing() {
        assertThatExceptionOfType(DataAccessException.class)
                .isThrownBy(
                        () -> read(() -> jdbc.sql("delete from public.trips").update()))
                .withMessageContaining("read-only transaction");
    }

    @Test
    void commitsNothingAfterAFailureThatWasSwallowed() {
        transactions.run(ada, Access.WRITE, soon(), transaction -> {
            insertTrip("Oslo");
            assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> text("select 1 / 0"));
            return 0;
        });

        assertThat(read(this::count)).isZero();
    }

    @Test
    void rollsBackWhenTheWorkThrows() {
        assertThatIllegalStateException()
                .isThrownBy(() -> transactions.run(ada, Access.WRITE, soon(), transaction -> {
                    insertTrip("Oslo");
                    throw new IllegalStateException();
                }));

        assertThat(read(this::count)).isZero();
    }

    @Test
    void takesNoConnectionWithoutAStatement() {
        assertThat(transactions.<Integer>run(ada, Access.READ, soon(), CallerTransaction::statements))
                .isZero();
    }

    @Test
    void cutsAStatementAtTheDeadline() {
        Deadline deadline = Deadline.after(Duration.ofMillis(300));

        assertThatExceptionOfType(QueryTimeoutException.class)
                .isThrownBy(() ->
                        transactions.run(ada, Access.READ, deadline, transaction -> text("select pg_sleep(20)::text")));
    }

    @Test
    void cutsALaterStatementAtTheDeadlineToo() {
        Deadline deadline = Deadline.after(Duration.ofMillis(600));

        assertThatExceptionOfType(QueryTimeoutException.class)
                .isThrownBy(() -> transactions.run(ada, Access.READ, deadline, transaction -> {
                    text("select 'first'");
                    return text("select pg_sleep(20)::text");
                }));
    }

    @Test
    void sendsNothingAfterTheDeadline() {
        assertThatExceptionOfType(DeadlineExceeded.class)
                .isThrownBy(() -> transactions.run(ada, Access.READ, soon(), transaction -> {
                    throw new DeadlineExceeded();
                }));
        assertThatExceptionOfType(RuntimeException.class)
                .isThrownBy(() -> transactions.run(
                        ada, Access.READ, Deadline.after(Duration.ZERO), transaction -> text("select 'late'")));
    }

    private static Deadline soon() {
        return Deadline.after(Duration.ofSeconds(20));
    }

    private <T> T read(Supplier<T> work) {
        return transactions.run(ada, Access.READ, soon(), transaction -> work.get());
    }

    private String text(String sql) {
        return jdbc.sql(sql).query(String.class).single();
    }

    private long count() {
        return jdbc.sql("select count(*) from public.trips").query(Long.class).single();
    }

    private void createTrip(String title) {
        transactions.run(ada, Access.WRITE, soon(), transaction -> insertTrip(title));
    }

    private int insertTrip(String title) {
        return jdbc.sql("insert into public.trips (user_id, title) values ((select auth.uid()), ?)")
                .param(title)
                .update();
    }

    private void createTripBySuperuser(String title) {
        TestPostgres.shared()
                .execute(
                        database,
                        "insert into public.trips (user_id, title) values ('%s', '%s')".formatted(ada.id(), title));
    }

    private static String identityOf(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("""
                        select session_user || '|' || current_user || '|'
                               || coalesce(current_setting('request.jwt.claims', true), '')
                        """)) {
            row.next();
            return row.getString(1);
        }
    }
}
