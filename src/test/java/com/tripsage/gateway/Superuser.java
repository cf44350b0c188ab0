package com.tripsage.gateway;

import java.util.Objects;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Plain SQL on the gateway's database, past the gateway and past its policies, as other programs write it. */
public final class Superuser {

    private Superuser() {}

    public static JdbcClient of(Environment environment) {
        TestPostgres postgres = TestPostgres.shared();
        String database = Objects.requireNonNull(environment.getProperty("test.database"));
        return JdbcClient.create(new DriverManagerDataSource(
                postgres.jdbcUrl(database), postgres.ownerUser(), postgres.ownerPassword()));
    }
}
