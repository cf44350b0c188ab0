package com.tripsage.gateway.database;

import static java.util.Objects.requireNonNull;

import com.tripsage.gateway.budget.MemoryRefused;
import com.tripsage.gateway.database.ConnectionPool.PooledConnection;
import com.tripsage.gateway.observation.Observation;
import com.tripsage.gateway.observation.StatementObservation;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.sql.Statement;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.UncategorizedSQLException;

/**
 * One transaction of one caller on one connection, which is taken when the first statement asks for it. That statement
 * carries BEGIN and the identity in its own round trip, and the last one of a read COMMIT, where it is known beforehand to be
 * the last. Everything set is local to the transaction, so nothing of it can reach whoever gets the connection next.
 */
public final class CallerTransaction {

    private static final Logger LOG = LoggerFactory.getLogger(CallerTransaction.class);

    private static final Set<String> CONFLICTS = Set.of("40001", "40P01");

    /**
     * Plans are generic: a statement is planned once on a connection, not at each execution, because the identity, which decides
     * how many rows there are, is never a parameter. See docs/decisions/0036-generic-plans.md.
     */
    private static final String IDENTIFY = """
            ; select set_config('role', ?, true),
                     set_config('request.jwt.claims', ?, true),
                     set_config('search_path', ?, true),
                     set_config('statement_timeout', ?, true),
                     set_config('idle_in_transaction_session_timeout', ?, true),
                     set_config('plan_cache_mode', 'force_generic_plan', true),
                     set_config('gateway.request_id', ?, true);
            """;

    /** Results of the statements in front of the first one: BEGIN's and the identity's. */
    static final int PRELUDE_RESULTS = 2;

    static final int PRELUDE_PARAMETERS = 6;

    /** Behind a line break, because the statement may end in a comment. */
    private static final String COMMIT = "\n; commit";

    /** The end of the log behind a commit is known only after it, but in the same round trip. */
    private static final String COMMIT_AND_TELL = """
            commit; select cast(cast('x' || left(pg_walfile_name(p), 8) as bit(32)) as int), cast(p - '0/0' as bigint)
                      from pg_current_wal_insert_lsn() p""";

    private final ConnectionPool pool;
    private final DatabaseProperties settings;
    private final Identity identity;
    private final Access access;
    private final Deadline deadline;
    private final String requestId;
    private final long lastStatement;
    private final boolean tellsPosition;
    private final @Nullable Observation observation = Observation.current();

    private @Nullable PooledConnection pooled;
    private @Nullable Connection handle;
    private boolean begun;
    private boolean rollbackOnly;
    private boolean commitSent;
    private int statements;
    private boolean ridden;
    private boolean overTooSoon;
    private boolean unreached;
    private boolean unserved;
    private boolean primaryOnly;
    private @Nullable SQLException failure;
    private @Nullable WalPosition written;

    /**
     * A transaction that has not begun.
     *
     * @param lastStatement the number of the statement that is to carry COMMIT; 0 for none
     * @param tellsPosition whether the position behind a commit of changes is wanted, which is read in its round trip
     */
    CallerTransaction(
            ConnectionPool pool,
            DatabaseProperties settings,
            Identity identity,
            Access access,
            Deadline deadline,
            String requestId,
            long lastStatement,
            boolean tellsPosition) {
        this.pool = pool;
        this.settings = settings;
        this.identity = identity;
        this.access = access;
        this.deadline = deadline;
        this.requestId = requestId;
        this.lastStatement = lastStatement;
        this.tellsPosition = tellsPosition;
    }

    /** Ends in a rollback, whatever happens from here on. */
    public void rollbackOnly() {
        rollbackOnly = true;
    }

    /** Whether PostgreSQL refused a statement only because of what ran beside it. */
    boolean isInConflict() {
        return failure != null && CONFLICTS.contains(String.valueOf(failure.getSQLState()));
    }

    /** Whether a statement came after the one that carried COMMIT. It was not sent, so the work has to be done again. */
    boolean isOverTooSoon() {
        return overTooSoon;
    }

    /** Whether the connection was lost before anything could be committed. */
    boolean isLost() {
        return failure != null && isLoss(String.valueOf(failure.getSQLState())) && !commitSent && !isOutOfMemory();
    }

    /** Whether it is at the primary, before a statement that only a primary can carry out; it is done again there where it isn't. */
    boolean isAtPrimary() {
        primaryOnly = true;
        unserved = pool.limitsWait();
        return !unserved;
    }

    /** Whether it has asked what only the primary tells. */
    boolean isPrimaryOnly() {
        return primaryOnly;
    }

    /** Whether another server may do what this one did not, by refusing it or in time. */
    boolean isUnserved() {
        return (unserved || failure != null) && !isOutOfMemory();
    }

    /** Whether the server was not there, or not any more. */
    boolean isUnreachable() {
        return unreached || (failure != null && isLoss(String.valueOf(failure.getSQLState())));
    }

    /** The position behind its changes; null where there are none, or it is not known. */
    @Nullable
    WalPosition written() {
        return written;
    }

    /** Whether its connection was ended because it had no memory for what it read. */
    private boolean isOutOfMemory() {
        return MemoryRefused.behind(failure) != null;
    }

    private static boolean isLoss(String state) {
        return state.startsWith("08") || state.startsWith("57P");
    }

    /** Whether a statement failed, after which PostgreSQL takes no other until the rollback. */
    public boolean hasFailed() {
        return failure != null;
    }

    boolean hasCommittedChanges() {
        return commitSent && failure == null;
    }

    /** How many statements were sent, those of the transaction itself not counted; none of work that is done again after a commit. */
    public int statements() {
        return overTooSoon ? 0 : statements;
    }

    /** The connection as the rest of the program sees it: it can neither be closed nor committed. */
    Connection connection() {
        if (handle == null) {
            pooled = acquire();
            handle = TransactionConnection.over(pooled.connection(), this);
        }
        return handle;
    }

    private PooledConnection acquire() {
        try {
            return pool.acquire(identity.caller(), deadline);
        } catch (DatabaseUnavailable e) {
            unserved = true;
            unreached = e.isUnreachable();
            throw e;
        }
    }

    PreparedStatement prepare(Connection physical, String sql) throws SQLException {
        try {
            return prepareNext(physical, sql);
        } catch (SQLException e) {
            failed(e);
            throw e;
        }
    }

    private PreparedStatement prepareNext(Connection physical, String sql) throws SQLException {
        requireTransaction();
        deadline.cancellation().requireWanted();
        long remaining = deadline.remainingMillis();
        if (remaining == 0) {
            unserved = true;
            throw new DeadlineExceeded();
        }
        pool.limitWait(physical, deadline);
        statements++;
        boolean isLast = statements == lastStatement;
        String text = isLast ? sql + COMMIT : sql;
        if (!begun) {
            begun = true;
            return TransactionStatement.over(first(physical, text, remaining), this, true, isLast, observed(sql));
        }
        if (!pool.limitsWait() && remaining < settings.statementTimeout().toMillis()) {
            execute(physical, "set local statement_timeout = " + remaining);
        }
        return TransactionStatement.over(physical.prepareStatement(text), this, false, isLast, observed(sql));
    }

    private @Nullable StatementObservation observed(String sql) {
        return observation == null ? null : observation.statement(sql);
    }

    /** Nothing may be sent behind a COMMIT: it would run without the identity, and in another snapshot. */
    private void requireTransaction() throws SQLException {
        if (failure == null && ridden) {
            overTooSoon = true;
            failed(new SQLTransactionRollbackException("A statement came after the last one", "40001"));
        }
        if (failure != null) {
            throw failure;
        }
    }

    private PreparedStatement first(Connection physical, String sql, long remaining) throws SQLException {
        PreparedStatement statement = physical.prepareStatement(access.begin + IDENTIFY + sql);
        long timeout = settings.statementTimeout().toMillis();
        statement.setString(1, identity.role());
        statement.setString(2, identity.claims());
        statement.setString(3, settings.searchPath());
        statement.setString(4, Long.toString(Math.min(timeout, remaining)));
        statement.setString(5, Long.toString(remaining + timeout));
        statement.setString(6, requestId);
        return statement;
    }

    /**
     * Runs a statement, which is cancelled when nobody waits for it any more.
     *
     * @param isLast whether it carries COMMIT
     */
    @Nullable
    Object run(Statement statement, boolean isLast, Cancellation.Work<@Nullable Object, Throwable> execution)
            throws Throwable {
        requireTransaction();
        return deadline.cancellation().whileStoppable(() -> cancel(statement), () -> {
            ridden = isLast;
            return execution.run();
        });
    }

    private static void cancel(Statement statement) {
        try {
            statement.cancel();
        } catch (SQLException e) {
            LOG.debug("A statement could not be cancelled, and goes on until its timeout: {}", e.getMessage());
        }
    }

    /**
     * Copies the rows of a query, each a JSON value in one line, to an output as fast as that takes them; no two are held at once. May
     * take as long as the deadline lets it, but is not the first statement.
     *
     * @return the number of rows
     * @throws UncheckedIOException where the output fails, after which only the rollback is left
     */
    public long copy(String query, OutputStream output) {
        Connection physical = requireNonNull(pooled).connection();
        try {
            requireTransaction();
            PGConnection postgres = physical.unwrap(PGConnection.class);
            execute(physical, "set local statement_timeout = " + Math.max(1, deadline.remainingMillis()));
            statements++;
            return new RowCopy(postgres, query).to(output, deadline.cancellation(), observed("copy " + query));
        } catch (SQLException e) {
            failed(e);
            throw new UncategorizedSQLException("copy", null, e);
        }
    }

    void failed(SQLException e) {
        if (failure == null) {
            failure = e;
        }
    }

    /**
     * Commits, or rolls back where that was asked for, a statement failed, or nobody waits any more, and gives the
     * connection back. Throws when a change may not have been committed; a rollback that can't be sent happens all the
     * same.
     */
    void end() throws SQLException {
        PooledConnection used = pooled;
        if (used == null) {
            return;
        }
        boolean isWanted = !deadline.cancellation().isCancelled();
        boolean commits = begun && !rollbackOnly && failure == null && isWanted;
        try {
            if (begun && !(ridden && ConnectionPool.isIdle(used.connection()))) {
                commitSent = commits && access == Access.WRITE;
                if (commitSent && tellsPosition) {
                    written = commitAndTell(used.connection());
                } else {
                    execute(used.connection(), commits ? "commit" : "rollback");
                }
            }
        } catch (SQLException e) {
            failed(e);
            if (commitSent) {
                throw e;
            }
        } finally {
            pooled = null;
            handle = null;
            if (isOutOfMemory()) {
                used.discard();
            } else {
                used.close();
            }
        }
        if (!isWanted && access == Access.WRITE) {
            throw new OperationCancelled();
        }
    }

    private static WalPosition commitAndTell(Connection physical) throws SQLException {
        try (PreparedStatement statement = physical.prepareStatement(COMMIT_AND_TELL)) {
            statement.execute();
            statement.getMoreResults();
            try (ResultSet row = statement.getResultSet()) {
                row.next();
                return new WalPosition(row.getInt(1), row.getLong(2));
            }
        }
    }

    private static void execute(Connection physical, String sql) throws SQLException {
        try (PreparedStatement statement = physical.prepareStatement(sql)) {
            statement.execute();
        }
    }
}
