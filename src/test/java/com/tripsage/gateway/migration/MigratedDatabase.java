package com.tripsage.gateway.migration;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.tripsage.gateway.TestPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.flywaydb.core.Flyway;

/** A database as the migrations leave it, with a trip that its owner shares with an editor and a viewer. */
final class MigratedDatabase {

    /** A role like the gateway's own: it owns nothing and can only become somebody. */
    private static final String LOGIN = "migration_tests";

    private static final String PASSWORD = "secret";

    private final TestPostgres server;
    private final String name;

    private MigratedDatabase(TestPostgres server, String name) {
        this.server = server;
        this.name = name;
    }

    /** The database of tests that undo what they do, or that touch only what they made. */
    static MigratedDatabase shared() {
        return Shared.INSTANCE;
    }

    /** A database that a superuser prepares and the owner of that name, who is not a superuser, migrates. */
    static MigratedDatabase prepared(String owner, String resource) {
        return empty(owner, resource).migrate(owner, PASSWORD);
    }

    /** A database with other options than usual, migrated by the superuser. */
    static MigratedDatabase withLocale(String options) {
        TestPostgres server = TestPostgres.shared();
        return new MigratedDatabase(server, server.createDatabase(options))
                .migrate(server.ownerUser(), server.ownerPassword());
    }

    private static MigratedDatabase empty(String owner, String resource) {
        TestPostgres server = TestPostgres.shared();
        String name = server.createDatabase();
        for (String preparation : List.of(resource, "roles.sql")) {
            server.execute(
                    name,
                    resource(preparation)
                            .replace("<database>", name)
                            .replace("<owner>", owner)
                            .replace("<password>", PASSWORD));
        }
        return new MigratedDatabase(server, name);
    }

    private MigratedDatabase migrate(String owner, String password) {
        Flyway.configure()
                .placeholders(Map.of("vectorindex", "none"))
                .dataSource(server.jdbcUrl(name), owner, password)
                .defaultSchema("gateway")
                .load()
                .migrate();
        server.execute(name, """
                do $$
                begin
                    if to_regrole('%1$s') is null then
                        create role %1$s login noinherit password '%2$s';
                    end if;
                end
                $$;
                grant anon, authenticated to %1$s;
                """.formatted(LOGIN, PASSWORD));
        server.execute(name, Names.resolve(resource("shared-trip.sql")));
        return this;
    }

    Session as(Person person) throws SQLException {
        return as(person.role(), person.claims());
    }

    /** Somebody with a token, known here or not. */
    Session as(String name) throws SQLException {
        return as("authenticated", Person.claims(name));
    }

    private Session as(String role, String claims) throws SQLException {
        Connection connection = DriverManager.getConnection(server.jdbcUrl(name), LOGIN, PASSWORD);
        Session session = new Session(connection);
        try (PreparedStatement identity = connection.prepareStatement(
                "select set_config('role', ?, true), set_config('request.jwt.claims', ?, true)")) {
            identity.setString(1, role);
            identity.setString(2, claims);
            identity.execute();
        }
        return session;
    }

    /** Another program on the same database, which row-level security does not bind. */
    Session asSuperuser() throws SQLException {
        return new Session(server.connect(name));
    }

    private static String resource(String name) {
        try (InputStream resource = MigratedDatabase.class.getResourceAsStream("/fixtures/" + name)) {
            return new String(Objects.requireNonNull(resource, name).readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Shared {

        private static final MigratedDatabase INSTANCE = create();

        private static MigratedDatabase create() {
            TestPostgres server = TestPostgres.shared();
            return new MigratedDatabase(server, server.createDatabase())
                    .migrate(server.ownerUser(), server.ownerPassword());
        }
    }
}
