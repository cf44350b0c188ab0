package com.tripsage.gateway.database;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Remembers whether the latest attempt to connect to PostgreSQL was refused. */
final class ObservedDataSource extends DelegatingDataSource {

    private volatile @Nullable SQLException refusal;

    ObservedDataSource(DataSource server) {
        super(server);
    }

    @Override
    public Connection getConnection() throws SQLException {
        try {
            Connection connection = super.getConnection();
            refusal = null;
            return connection;
        } catch (SQLException e) {
            refusal = e;
            throw e;
        }
    }

    /** Why the latest attempt failed; null when it succeeded. */
    @Nullable
    SQLException refusal() {
        return refusal;
    }

    /** Tries now, and says why it failed; null when it succeeded. */
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
