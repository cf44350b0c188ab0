package com.tripsage.gateway.database;

import com.tripsage.gateway.settings.SettingsInvalid;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * A source of connections to a database whose migrations fit this gateway. It has to have all that the gateway knows. It may have
 * newer ones, unless one of them takes away what this gateway needs, and says so by its name: {@code V050__needs_045_…} is only for
 * gateways that know 045. Each new connection is checked, because a database is migrated, or restored, while gateways serve it.
 */
final class FittingDatabase extends DelegatingDataSource {

    private static final Logger LOG = LoggerFactory.getLogger(FittingDatabase.class);

    /** The SQLSTATE object_not_in_prerequisite_state. */
    private static final String STATE = "55000";

    private static final Pattern NUMBER = Pattern.compile("V(\\d+)__.*");

    /** False, too, where something else than Flyway has migrated, and nothing can be told. */
    private static final String IS_KNOWN =
            "select has_any_column_privilege(to_regclass('gateway.flyway_schema_history'), 'select')";

    private static final String MIGRATIONS = """
            select coalesce(max(split_part(version, '.', 1)::int), 0),
                   coalesce(max(substring(description from '^needs (\\d+)')::int), 0)
              from gateway.flyway_schema_history
             where success""";

    private final int known;

    FittingDatabase(DataSource server, int known) {
        super(server);
        this.known = known;
    }

    /** The number of the newest migration that this gateway knows. */
    static int newest() {
        try {
            return Stream.of(new PathMatchingResourcePatternResolver().getResources("classpath:db/migration/V*.sql"))
                    .map(Resource::getFilename)
                    .map(String::valueOf)
                    .map(NUMBER::matcher)
                    .filter(Matcher::matches)
                    .mapToInt(number -> Integer.parseInt(number.group(1)))
                    .max()
                    .orElse(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = super.getConnection();
        try (Statement statement = connection.createStatement()) {
            if (isTrue(statement, IS_KNOWN)) {
                check(statement);
            }
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private void check(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery(MIGRATIONS)) {
            row.next();
            int newest = row.getInt(1);
            int needed = row.getInt(2);
            if (newest < known) {
                refuse(
                        "The database has the migrations up to %d, and this gateway needs those up to %d: run the command migrate"
                                        .formatted(newest, known)
                                + " of this version, as the owner of the database, and start the gateway again.");
            }
            if (needed > known) {
                refuse(
                        "The database has no room for this version of the gateway any more: it is for those that know migration %d,"
                                        .formatted(needed)
                                + " and this one knows those up to %d. Start a newer version.".formatted(known));
            }
        }
    }

    private static void refuse(String sentence) throws SQLException {
        LOG.error("{}", sentence);
        throw new SQLException(sentence, STATE, new SettingsInvalid(sentence));
    }

    private static boolean isTrue(Statement statement, String query) throws SQLException {
        try (ResultSet row = statement.executeQuery(query)) {
            return row.next() && row.getBoolean(1);
        }
    }
}
