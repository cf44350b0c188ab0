package com.tripsage.gateway.database;

import com.tripsage.gateway.settings.SettingsInvalid;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * A source of connections whose login row-level security binds. Each new connection is checked, because a role may be given
 * more rights at any time.
 */
final class BoundLogin extends DelegatingDataSource {

    private static final Logger LOG = LoggerFactory.getLogger(BoundLogin.class);

    /** The SQLSTATE invalid_authorization_specification. */
    private static final String STATE = "28000";

    private static final String IS_BOUND = """
            select not (rolsuper
                        or rolbypassrls
                        or exists (select
                                     from pg_class
                                    where relrowsecurity
                                      and pg_has_role(session_user, relowner, 'usage')))
              from pg_roles
             where rolname = session_user""";

    BoundLogin(DataSource server) {
        super(server);
    }

    static SettingsInvalid unbound(String role) {
        return new SettingsInvalid(
                "The gateway must not log in as " + role + ", a role that row-level security does not bind"
                        + " (a superuser, one with BYPASSRLS, or the owner of the tables): set SPRING_DATASOURCE_USERNAME to a"
                        + " role of the gateway's own.");
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = super.getConnection();
        try {
            check(connection);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private static void check(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(IS_BOUND)) {
            if (!rows.next() || !rows.getBoolean(1)) {
                SettingsInvalid unbound = unbound(connection.getMetaData().getUserName());
                LOG.error("{}", unbound.getMessage());
                throw new SQLException(unbound.getMessage(), STATE, unbound);
            }
        }
    }

    /**
     * Refuses a wrong login, or a server that isn't the one, at the start. A database that can't be reached is waited for, as later.
     */
    void checkAtOnce() {
        try {
            getConnection().close();
        } catch (SQLException e) {
            if (e.getCause() instanceof SettingsInvalid invalid) {
                throw invalid;
            }
            Optional<String> ofTls = TlsFailures.sentence(e);
            if (ofTls.isPresent()) {
                throw new SettingsInvalid(ofTls.get(), e);
            }
            if (StartFailures.isOfTheLogin(e)) {
                throw StartFailures.refused("SPRING_DATASOURCE_USERNAME and SPRING_DATASOURCE_PASSWORD", e);
            }
            LOG.warn("The database does not answer yet: {}", e.getMessage());
        }
    }
}
