package com.tripsage.gateway.database;

import com.tripsage.gateway.database.HealthCheck.Status;
import com.tripsage.gateway.process.Background;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The health of the database beyond whether it answers, read in the background twice a minute: as metrics, and for operators
 * who ask for the gateway's health.
 */
final class HealthChecks extends Background {

    private static final Duration INTERVAL = Duration.ofSeconds(30);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private static final String CHECKS = """
            select metric, value, unit, warning, critical, status, explanation from monitoring.database_health
            union all
            select metric, value, unit, warning, critical, status, explanation from monitoring.vector_search_health
            """;

    private final JdbcClient jdbc;
    private final Transactions transactions;
    private final MultiGauge values;
    private final MultiGauge statuses;

    private volatile List<HealthCheck> latest = List.of();

    HealthChecks(JdbcClient jdbc, Transactions transactions, MeterRegistry meters) {
        super(Thread.ofPlatform().daemon().name("database-health"), DEFAULT_PHASE);
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.values = MultiGauge.builder("gateway.database.check")
                .description("What the database's health is judged by, where it is known")
                .register(meters);
        this.statuses = MultiGauge.builder("gateway.database.check.status")
                .description("-1 unknown, 0 well, 1 a warning, 2 critical")
                .register(meters);
    }

    /** The checks as they were lately; none where they could not be read. */
    List<HealthCheck> latest() {
        return latest;
    }

    @Override
    protected Duration round() {
        try {
            latest = transactions.run(
                    Identity.OPERATOR, Access.READ, Deadline.after(TIMEOUT), transaction -> jdbc.sql(CHECKS)
                            .query(HealthChecks::check)
                            .list());
            return INTERVAL;
        } catch (RuntimeException e) {
            latest = List.of();
            throw e;
        } finally {
            register(
                    values,
                    check -> check.value() == null ? Double.NaN : check.value().doubleValue());
            register(statuses, check -> check.status().severity);
        }
    }

    private void register(MultiGauge gauge, ToDoubleFunction<HealthCheck> value) {
        gauge.register(
                latest.stream()
                        .map(check -> MultiGauge.Row.of(Tags.of("check", check.metric()), value.applyAsDouble(check)))
                        .toList(),
                true);
    }

    private static HealthCheck check(ResultSet row, int number) throws SQLException {
        return new HealthCheck(
                row.getString("metric"),
                row.getBigDecimal("value"),
                row.getString("unit"),
                row.getBigDecimal("warning"),
                row.getBigDecimal("critical"),
                Status.of(row.getString("status")),
                row.getString("explanation"));
    }

    @Override
    protected boolean isExpected(RuntimeException failure) {
        return failure instanceof DatabaseUnavailable;
    }
}
