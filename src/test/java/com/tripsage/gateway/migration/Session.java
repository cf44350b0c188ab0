package com.tripsage.gateway.migration;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

/** One transaction of somebody, undone at the end unless committed. */
final class Session implements AutoCloseable {

    private final Connection connection;

    Session(Connection connection) throws SQLException {
        this.connection = connection;
        connection.setAutoCommit(false);
    }

    /** The number of rows that the statement returns or else changes. */
    int execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (!statement.execute(Names.resolve(sql))) {
                return statement.getUpdateCount();
            }
            try (ResultSet rows = statement.getResultSet()) {
                int count = 0;
                while (rows.next()) {
                    count++;
                }
                return count;
            }
        }
    }

    /** The first column. */
    List<@Nullable String> values(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(Names.resolve(sql))) {
            var values = new ArrayList<@Nullable String>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }

    /** The one value of the one row. */
    @Nullable
    String value(String sql) throws SQLException {
        List<@Nullable String> values = values(sql);
        if (values.size() != 1) {
            throw new AssertionError("%d rows from %s".formatted(values.size(), sql));
        }
        return values.get(0);
    }

    /** The reason why the statement fails: the constraint that it violates, or else the SQLSTATE. The transaction goes on. */
    String refusal(String sql) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            execute(sql);
        } catch (PSQLException e) {
            connection.rollback(before);
            var message = e.getServerErrorMessage();
            String constraint = message == null ? null : message.getConstraint();
            return constraint == null ? String.valueOf(e.getSQLState()) : constraint;
        }
        throw new AssertionError("not refused: " + sql);
    }

    void commit() throws SQLException {
        connection.commit();
    }

    @Override
    public void close() throws SQLException {
        connection.rollback();
        connection.close();
    }
}
