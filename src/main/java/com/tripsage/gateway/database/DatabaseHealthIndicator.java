package com.tripsage.gateway.database;

import com.tripsage.gateway.database.ConnectionPool.PooledConnection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * The health of the database: up when PostgreSQL answers, which alone decides whether the node can serve. How well it is, is in the
 * details. Anybody may ask, as often as they like, so PostgreSQL is asked once a second at most. The log is told when the answer
 * changes.
 */
final class DatabaseHealthIndicator implements HealthIndicator {

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseHealthIndicator.class);

    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Duration MEMORY = Duration.ofSeconds(1);

    private final ConnectionPool pool;
    private final HealthChecks checks;

    private boolean isUp = true;
    private long asked = System.nanoTime() - MEMORY.toNanos();

    DatabaseHealthIndicator(ConnectionPool pool, HealthChecks checks) {
        this.pool = pool;
        this.checks = checks;
    }

    @Override
    public synchronized Health health() {
        if (System.nanoTime() - asked >= MEMORY.toNanos()) {
            boolean answers = answers();
            if (answers != isUp) {
                LOG.warn(answers ? "The database answers again" : "The database does not answer");
            }
            isUp = answers;
            asked = System.nanoTime();
        }
        return isUp ? up(checks.latest()) : Health.down().build();
    }

    private static Health up(List<HealthCheck> checks) {
        Health.Builder health = Health.up();
        checks.stream().map(HealthCheck::status).max(Comparator.naturalOrder()).ifPresent(worst -> health.withDetail(
                        "state", worst)
                .withDetail("checks", checks));
        return health.build();
    }

    private boolean answers() {
        try (PooledConnection pooled = pool.acquire(null, Deadline.after(PATIENCE))) {
            return pooled.connection().isValid((int) PATIENCE.toSeconds());
        } catch (DatabaseUnavailable | SQLException _) {
            return false;
        }
    }
}
