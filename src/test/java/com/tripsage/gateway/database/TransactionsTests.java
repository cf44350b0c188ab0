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
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.LongAccumulator;
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

        assertThat(ofAllConnections(TransactionsTests::identityOf)).containsOnly("authenticator|authenticator|");
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

    @Test
    void sendsNothingBehindTheCommitOfARead() {
        createTrip("before");
        LongAccumulator mostStatements = most(1);
        List<String> reads = new ArrayList<>();

        List<String> seen = readAtMost(mostStatements, () -> {
            reads.add("begun");
            return List.of(text("select now()::text"), text("select now()::text"), text("select current_user"));
        });

        assertThat(reads).hasSize(2);
        assertThat(seen.get(0)).isEqualTo(seen.get(1));
        assertThat(seen.get(2)).isEqualTo("authenticated");
        assertThat(mostStatements.get()).isEqualTo(3);
    }

    @Test
    void readsAgainAlsoWhereTheRefusalOfAStatementIsSwallowed() {
        long counted = readAtMost(most(1), () -> {
            long first = count();
            try {
                return first + Long.parseLong(text("select '1'"));
            } catch (DataAccessException swallowed) {
                return -1L;
            }
        });

        assertThat(counted).isOne();
    }

    @Test
    void keepsTheConnectionOfAReadThatFailsInItsLastStatement() throws SQLException {
        Set<Integer> before = backends();

        assertThatExceptionOfType(DataAccessException.class)
                .isThrownBy(() -> readAtMost(most(1), () -> text("select (1 / 0)::text")));
        assertThatExceptionOfType(QueryTimeoutException.class)
                .isThrownBy(() -> transactions.run(
                        ada,
                        Access.READ,
                        Deadline.after(Duration.ofMillis(300)),
                        "",
                        most(1),
                        null,
                        transaction -> text("select pg_sleep(20)::text")));

        assertThat(backends()).isEqualTo(before);
    }

    @Test
    void commitsBehindAStatementThatEndsInAComment() {
        List<String> seen = readAtMost(most(1), () -> List.of(text("select 'seen' -- the end")));

        assertThat(seen).containsExactly("seen");
        assertThat(read(this::count)).isZero();
    }

    @Test
    void lendsNoCommitToAChange() {
        LongAccumulator mostStatements = most(1);

        transactions.run(ada, Access.WRITE, soon(), "", mostStatements, null, transaction -> {
            insertTrip("Oslo");
            transaction.rollbackOnly();
            return insertTrip("Bergen");
        });

        assertThat(read(this::count)).isZero();
    }

    private Set<Integer> backends() throws SQLException {
        return Set.copyOf(ofAllConnections(
                connection -> connection.unwrap(PgConnection.class).getBackendPID()));
    }

    private <T> List<T> ofAllConnections(OfConnection<T> question) throws SQLException {
        List<PooledConnection> all = new ArrayList<>();
        List<T> answers = new ArrayList<>();
        try {
            for (int i = 0; i < POOL_SIZE; i++) {
                // two of ten are the gateway's own, and each caller takes one
                all.add(pool.acquire(i < 2 ? null : UUID.randomUUID(), soon()));
            }
            for (PooledConnection pooled : all) {
                answers.add(question.ask(pooled.connection()));
            }
        } finally {
            all.forEach(PooledConnection::close);
        }
        return answers;
    }

    private interface OfConnection<T> {

        T ask(Connection connection) throws SQLException;
    }

    private static LongAccumulator most(long statements) {
        return new LongAccumulator(Math::max, statements);
    }

    private <T> T readAtMost(LongAccumulator mostStatements, Supplier<T> work) {
        return transactions.run(ada, Access.READ, soon(), "", mostStatements, null, transaction -> work.get());
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
