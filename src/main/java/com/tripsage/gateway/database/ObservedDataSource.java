package com.tripsage.gateway.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * A source of connections that know pgvector's type. It remembers whether the latest attempt to connect was refused, and says so
 * once: connections that are there may go on for long, while no new one can be made.
 */
final class ObservedDataSource extends DelegatingDataSource {

    private static final Logger LOG = LoggerFactory.getLogger(ObservedDataSource.class);

    private final AtomicReference<@Nullable SQLException> refusal = new AtomicReference<>();

    ObservedDataSource(DataSource server) {
        super(server);
    }

    @Override
    public Connection getConnection() throws SQLException {
        try {
            Connection connection = connect();
            refusal.set(null);
            return connection;
        } catch (SQLException e) {
            if (refusal.getAndSet(e) == null) {
                LOG.warn(
                        "No new connection to the database: {}",
                        TlsFailures.sentence(e).orElseGet(() -> StartFailures.words(e)));
            }
            throw e;
        }
    }

    private Connection connect() throws SQLException {
        Connection connection = super.getConnection();
        try {
            VectorType.register(connection);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
        return connection;
    }

    /** The failure of the latest attempt; null when it succeeded. */
    @Nullable
    SQLException refusal() {
        return refusal.get();
    }

    /** The failure of an attempt made now; null when it succeeds. */
    @Nullable
    SQLException probe() {
        try {
            getConnection().close();
            return null;
        } catch (SQLException e) {
            return e;
        }
    }
}
