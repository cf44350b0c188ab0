package com.tripsage.gateway.database;

import java.sql.Connection;
import java.time.Duration;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/** Ready when PostgreSQL answers. */
final class DatabaseHealthIndicator extends AbstractHealthIndicator {

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final ConnectionPool pool;

    DatabaseHealthIndicator(ConnectionPool pool) {
        super("The database does not answer");
        this.pool = pool;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) throws Exception {
        Connection connection = pool.acquire(Deadline.after(PATIENCE));
        try {
            builder.status(connection.isValid((int) PATIENCE.toSeconds()) ? "UP" : "DOWN");
        } finally {
            pool.release(connection);
        }
    }
}
