package com.tripsage.gateway.database;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** A source of connections that know pgvector's type. It remembers whether the latest attempt to connect was refused. */
final class ObservedDataSource extends DelegatingDataSource {

    private volatile @Nullable SQLException refusal;

    ObservedDataSource(DataSource server) {
        super(server);
    }

    @Override
    public Connection getConnection() throws SQLException {
        try {
            Connection connection = connect();
            refusal = null;
            return connection;
        } catch (SQLException e) {
            refusal = e;
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
        return refusal;
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
