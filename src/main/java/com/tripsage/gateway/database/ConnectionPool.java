package com.tripsage.gateway.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;
import org.springframework.util.Assert;

/**
 * HikariCP behind a fair queue, in which callers take turns: with more virtual threads than connections, HikariCP alone starves
 * some of them. One or two connections are kept for the gateway's own work, which nobody may hold up. While PostgreSQL is down
 * it says so at once, instead of waiting for a connection that can't come.
 */
final class ConnectionPool implements AutoCloseable {

    private static final long POLL_MILLIS = 250;

    private static final long GRACE_MILLIS = 500;

    /** From so many connections on, two are the gateway's own. */
    private static final int LARGE = 5;

    private final HikariDataSource hikari;
    private final ObservedDataSource server;
    private final FairPlaces places;
    private final Pace pace;
    private final Semaphore own;
    private final boolean limitsWait;

    /**
     * A pool of connections to one server.
     *
     * @param queue names those who wait for a connection, in metrics
     * @param limitsWait whether there is another server to turn to: one that doesn't answer is waited for no longer than a deadline, and
     *     one that can't be reached not at all
     */
    ConnectionPool(
            HikariConfig config,
            ObservedDataSource server,
            Pace pace,
            MeterRegistry meters,
            String queue,
            boolean limitsWait) {
        this.pace = pace;
        this.limitsWait = limitsWait;
        this.server = server;
        config.setDataSource(server);
        config.setMetricRegistry(meters);
        config.setConnectionTimeout(POLL_MILLIS);
        config.setValidationTimeout(POLL_MILLIS);
        config.setInitializationFailTimeout(-1);
        this.hikari = new HikariDataSource(config);
        int size = hikari.getMaximumPoolSize();
        Assert.isTrue(size > 1, "spring.datasource.hikari.maximum-pool-size has to be at least 2");
        int reserved = size < LARGE ? 1 : 2;
        this.places = new FairPlaces(size - reserved, pace).measured(meters, queue);
        this.own = new Semaphore(reserved, true);
    }

    /**
     * A connection outside of any transaction and without an identity. Close it to give it back.
     *
     * @param caller whose turn it takes; null for the gateway's own work
     */
    PooledConnection acquire(@Nullable UUID caller, Deadline deadline) {
        Runnable place = place(caller, deadline);
        Connection connection = null;
        try {
            connection = connect(deadline);
            return new PooledConnection(this, connection, place);
        } finally {
            if (connection == null) {
                place.run();
            }
        }
    }

    /** The action that gives the place back. */
    private Runnable place(@Nullable UUID caller, Deadline deadline) {
        Runnable place;
        try {
            place = deadline.cancellation().waiting(() -> caller == null ? own(deadline) : turn(caller, deadline));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseUnavailable("Interrupted while waiting for a connection", e);
        }
        if (place == null) {
            throw new DatabaseUnavailable("Every connection to the database is busy", null);
        }
        return place;
    }

    private @Nullable Runnable own(Deadline deadline) throws InterruptedException {
        return own.tryAcquire(deadline.remainingMillis(), TimeUnit.MILLISECONDS) ? own::release : null;
    }

    private @Nullable Runnable turn(UUID caller, Deadline deadline) throws InterruptedException {
        FairPlaces.Place place = places.acquire(caller, Duration.ofMillis(deadline.remainingMillis()));
        if (place == null) {
            return null;
        }
        long begun = System.nanoTime();
        return () -> {
            pace.kept(caller, System.nanoTime() - begun);
            place.close();
        };
    }

    private Connection connect(Deadline deadline) {
        while (true) {
            try {
                return hikari.getConnection();
            } catch (SQLTransientConnectionException e) {
                if (limitsWait) {
                    throw new DatabaseUnavailable("The database does not answer", e);
                }
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

    boolean limitsWait() {
        return limitsWait;
    }

    /** Waits for the next answers no longer than a deadline, where the pool does so, but lets PostgreSQL's own timeout come first. */
    void limitWait(Connection connection, Deadline deadline) throws SQLException {
        if (limitsWait) {
            long millis = deadline.remainingMillis() + GRACE_MILLIS;
            connection.setNetworkTimeout(Runnable::run, Math.toIntExact(millis));
        }
    }

    /**
     * Takes a connection back. One that is still in a transaction, and so has an identity, is closed for good. Where one
     * was lost the others are suspects: they are replaced before anybody trips over them.
     */
    private void release(Connection connection) {
        try {
            if (connection.isClosed()) {
                hikari.getHikariPoolMXBean().softEvictConnections();
            } else if (!isIdle(connection)) {
                hikari.evictConnection(connection);
            }
            connection.close();
        } catch (SQLException _) {
            hikari.evictConnection(connection);
        }
    }

    /** Takes a connection back that we have ended ourselves: there is nothing to be said against the others. */
    private void discard(Connection connection) {
        hikari.evictConnection(connection);
    }

    /** Whether the connection is in no transaction, as PostgreSQL said last. */
    static boolean isIdle(Connection connection) throws SQLException {
        return connection.unwrap(BaseConnection.class).getTransactionState() == TransactionState.IDLE;
    }

    @Override
    public void close() {
        hikari.close();
    }

    /** A connection of the pool, and the place in it. */
    record PooledConnection(ConnectionPool pool, Connection connection, Runnable place) implements AutoCloseable {

        @Override
        public void close() {
            try {
                pool.release(connection);
            } finally {
                place.run();
            }
        }

        /** The same for one that we have ended ourselves. */
        void discard() {
            try {
                pool.discard(connection);
            } finally {
                place.run();
            }
        }
    }
}
