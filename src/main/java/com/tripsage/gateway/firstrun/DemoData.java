package com.tripsage.gateway.firstrun;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.core.io.ClassPathResource;

/** The demo user and trips of a new database, put there once: what a newcomer deletes stays deleted. */
class DemoData implements SmartInitializingSingleton {

    private static final Logger LOG = LoggerFactory.getLogger(DemoData.class);

    private static final String MARK = "demo-data-loaded";

    private final PrivatePostgres postgres;
    private final DataFolder folder;
    private final boolean wanted;

    DemoData(PrivatePostgres postgres, DataFolder folder, boolean wanted) {
        this.postgres = postgres;
        this.folder = folder;
        this.wanted = wanted;
    }

    /** Loads them when all singletons are there, so that Flyway has migrated, and nothing listens yet. */
    @Override
    public void afterSingletonsInstantiated() {
        if (wanted && !folder.isMarked(MARK)) {
            load();
        }
    }

    private void load() {
        Stopwatch time = Stopwatch.started();
        try (Connection connection = DriverManager.getConnection(
                        postgres.jdbcUrl(PrivatePostgres.DATABASE), PrivatePostgres.OWNER, postgres.ownerPassword());
                Statement statement = connection.createStatement()) {
            if (isMigrated(statement)) {
                connection.setAutoCommit(false);
                statement.execute(new ClassPathResource("db/demo/demo.sql").getContentAsString(StandardCharsets.UTF_8));
                connection.commit();
                folder.mark(MARK);
                LOG.info(
                        "Loaded the demo user's trips in {} ms; their vectors are made in the background",
                        time.millis());
            }
        } catch (SQLException | IOException e) {
            LOG.warn("The demo trips can't be loaded: {}", e.getMessage());
        }
    }

    private static boolean isMigrated(Statement statement) throws SQLException {
        try (ResultSet tables = statement.executeQuery("select to_regclass('public.accommodations') is not null")) {
            return tables.next() && tables.getBoolean(1);
        }
    }
}
