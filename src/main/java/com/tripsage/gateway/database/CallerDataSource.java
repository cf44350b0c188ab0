package com.tripsage.gateway.database;

import java.sql.Connection;
import java.sql.SQLFeatureNotSupportedException;
import org.springframework.jdbc.datasource.AbstractDataSource;

/** The only data source of the program, which hands out the connection of the current transaction. */
final class CallerDataSource extends AbstractDataSource {

    @Override
    public Connection getConnection() {
        return Transactions.current().connection();
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("The gateway logs in as one role");
    }
}
