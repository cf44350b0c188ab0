package com.tripsage.gateway.database;

import com.tripsage.gateway.settings.SettingsInvalid;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.flywaydb.core.api.FlywayException;
import org.postgresql.PGConnection;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/**
 * A step after the migrations that prepares the role with which the gateway logs in. It is created where it is missing, and may
 * become {@code authenticated} or {@code anon}, or one of the roles that look after the gateway's own tables. Of itself it sees which
 * migrations there are, and nothing else. The password travels as a SCRAM verifier.
 */
final class LoginRole extends AfterMigrations {

    private static final List<String> GROUPS = List.of(
            "anon",
            "authenticated",
            "tripsage_embedding",
            "tripsage_changelog",
            "tripsage_tokens",
            "tripsage_idempotency",
            "tripsage_documents",
            "tripsage_provider_keys",
            "tripsage_webhook",
            "tripsage_rates",
            "tripsage_assets",
            "tripsage_chat",
            "tripsage_operator");

    private final JdbcConnectionDetails login;

    LoginRole(JdbcConnectionDetails login) {
        super("gateway's role " + login.getUsername());
        this.login = login;
    }

    @Override
    protected void run(Connection owner) throws SQLException {
        String role = login.getUsername();
        if (role != null) {
            ensure(owner, role);
        }
    }

    private void ensure(Connection owner, String role) throws SQLException {
        try (Statement statement = owner.createStatement()) {
            // Flyway's own lock is over by now, and several nodes may be starting at once.
            statement.execute("select pg_advisory_xact_lock(hashtext('gateway.login_role'))");
            String name = statement.enquoteIdentifier(role, true);
            if (!isTrue(owner, "select exists (select from pg_roles where rolname = ?)", role)) {
                statement.execute("create role " + name + " login noinherit");
                String password = login.getPassword();
                if (password != null) {
                    owner.unwrap(PGConnection.class).alterUserPassword(role, password.toCharArray(), "scram-sha-256");
                }
            }
            if (isTrue(owner, "select rolsuper or rolbypassrls from pg_roles where rolname = ?", role)) {
                SettingsInvalid unbound = BoundLogin.unbound(role);
                throw new FlywayException(unbound.getMessage(), unbound);
            }
            if (!isTrue(owner, "select has_any_column_privilege(?, 'gateway.flyway_schema_history', 'select')", role)) {
                statement.execute(
                        "grant select (version, description, success) on gateway.flyway_schema_history to " + name);
            }
            for (String group : GROUPS) {
                if (!isTrue(owner, "select pg_has_role(?, '" + group + "', 'member')", role)) {
                    statement.execute("grant " + group + " to " + name);
                }
            }
        }
    }

    private static boolean isTrue(Connection owner, String query, String role) throws SQLException {
        try (PreparedStatement statement = owner.prepareStatement(query)) {
            statement.setString(1, role);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() && rows.getBoolean(1);
            }
        }
    }
}
