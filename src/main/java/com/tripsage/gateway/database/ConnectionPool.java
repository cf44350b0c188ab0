package com.tripsage.gateway.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/**
 * HikariCP behind a fair queue: with more virtual threads than connections, HikariCP alone starves some of them. Says
 * at once that PostgreSQL is down instead of waiting for a connection that can't come.
 */
final class ConnectionPool implements AutoCloseable {

    private static final long POLL_MILLIS = 250;

    private final HikariDataSource hikari;
    private final ObservedDataSource server;
    private final Semaphore permits;

    ConnectionPool(HikariConfig config, ObservedDataSource server) {
        this.server = server;
        config.setDataSource(server);
        config.setConnectionTimeout(POLL_MILLIS);
        config.setValidationTimeout(POLL_MILLIS);
        config.setInitializationFailTimeout(-1);
        this.hikari = new HikariDataSource(config);
        this.permits = new Semaphore(hikari.getMaximumPoolSize(), true);
    }

    /** A connection outside of any transaction and without an identity. Give it back with {@link #release}. */
    Connection acquire(Deadline deadline) {
        try {
            if (!deadline.cancellation()
                    .waiting(() -> permits.tryAcquire(deadline.remainingMillis(), TimeUnit.MILLISECONDS))) {
                throw new DatabaseUnavailable("Every connection to the database is busy", null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseUnavailable("Interrupted while waiting for a connection", e);
        }
        Connection connection = null;
        try {
            connection = connect(deadline);
            return connection;
        } finally {
            if (connection == null) {
                permits.release();
            }
        }
    }

    private Connection connect(Deadline deadline) {
        while (true) {
            try {
                return hikari.getConnection();
            } catch (SQLTransientConnectionException e) {
                // HikariCP may still be pausing after failures, while PostgreSQL has come back already.
                SQLException refusal = server.refusal() == null ? null : server.probe();
                if (refusal != null || deadline.remainingMillis() == 0) {
                    throw new DatabaseUnavailable("The database does not answer", refusal != null ? refusal : e);
                }
            } catch (SQLException e) {
                throw new DatabaseUnavailable("The database does not answer", e);
            }
        }
    }

    /**
     * Takes a connection back; one that is still in a transaction, and so has an identity, is closed for good. Where one
     * was lost the others are suspects: they are replaced before anybody trips over them.
     */
    void release(Connection connection) {
        try {
            if (connection.isClosed()) {
                hikari.getHikariPoolMXBean().softEvictConnections();
            } else if (!isIdle(connection)) {
                hikari.evictConnection(connection);
            }
            connection.close();
        } catch (SQLException e) {
            hikari.evictConnection(connection);
        } finally {
            permits.release();
        }
    }

    /** Takes a connection back that we have ended ourselves: there is nothing to be said against the others. */
    void discard(Connection connection) {
        try {
            hikari.evictConnection(connection);
        } finally {
            permits.release();
        }
    }

    private static boolean isIdle(Connection connection) throws SQLException {
        return connection.unwrap(BaseConnection.class).getTransactionState() == TransactionState.IDLE;
    }

    @Override
    public void close() {
        hikari.close();
    }
}
