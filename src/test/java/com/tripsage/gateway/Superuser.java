package com.tripsage.gateway;

import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Plain SQL on the gateway's database, past the gateway and past its policies, as other programs write it. */
public final class Superuser {

    private static final String WAITING = """
            select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
            """;

    private Superuser() {}

    public static JdbcClient of(Environment environment) {
        return JdbcClient.create(dataSource(environment));
    }

    /** The same in a transaction, which the caller ends. */
    public static Connection begin(Environment environment) throws SQLException {
        Connection connection = dataSource(environment).getConnection();
        connection.setAutoCommit(false);
        return connection;
    }

    /** Returns as soon as so many statements wait for somebody else's lock. */
    public static void awaitLocked(Environment environment, int statements) {
        JdbcClient sql = of(environment);
        await().until(() -> sql.sql(WAITING).query(Integer.class).single() == statements);
    }

    private static DriverManagerDataSource dataSource(Environment environment) {
        TestPostgres postgres = TestPostgres.shared();
        String database = Objects.requireNonNull(environment.getProperty("test.database"));
        return new DriverManagerDataSource(postgres.jdbcUrl(database), postgres.ownerUser(), postgres.ownerPassword());
    }
}
