package com.tripsage.gateway.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.tripsage.gateway.TestPostgres;
import com.tripsage.gateway.settings.SettingsInvalid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractStringAssert;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Which migrations a database may have, and which it has to, for a gateway that knows some of them. */
class FittingDatabaseTests {

    private static final int NEWEST = FittingDatabase.newest();

    private final TestPostgres server = TestPostgres.shared();
    private final String role = "fitting_" + UUID.randomUUID().toString().substring(0, 8);

    private String database;

    @BeforeEach
    void createDatabase() {
        database = server.createDatabase();
    }

    @AfterEach
    void dropDatabase() {
        server.dropDatabase(database);
        server.execute("postgres", "drop role if exists " + role);
    }

    @Test
    void theNewestMigrationIsTheFoldersLast() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("db/migration"))) {
            assertThat(files.map(Path::getFileName).map(Path::toString).filter(name -> name.startsWith("V")))
                    .hasSize(NEWEST)
                    .anyMatch(name -> name.startsWith("V%03d__".formatted(NEWEST)));
        }
    }

    @Test
    void aDatabaseServesTheGatewayThatMigratedIt(@TempDir Path later) {
        migrate(later);

        assertServes(NEWEST);
    }

    @Test
    void aDatabaseWithoutMigrationsOfTheGatewayIsRefused(@TempDir Path later) {
        migrate(later);

        refuses(NEWEST + 1)
                .contains(
                        "the migrations up to %d, and this gateway needs those up to %d".formatted(NEWEST, NEWEST + 1))
                .contains("run the command migrate");
    }

    @ParameterizedTest
    @ValueSource(strings = {"V900__more.sql", "V900__needs_001_more.sql", "V900_1__more.sql"})
    void aNewerDatabaseServesAnOlderGateway(String name, @TempDir Path later) throws IOException {
        Files.writeString(later.resolve(name), "select 1");
        migrate(later);

        assertServes(NEWEST);
    }

    @Test
    void aDatabaseThatLacksWhatAnOlderGatewayNeedsRefusesIt(@TempDir Path later) throws IOException {
        Files.writeString(later.resolve("V899__more.sql"), "select 1");
        Files.writeString(later.resolve("V900__needs_899_less.sql"), "select 1");
        migrate(later);

        refuses(NEWEST).contains("for those that know migration 899, and this one knows those up to " + NEWEST);
        assertServes(899);
    }

    @Test
    void nothingIsKnownOfWhatSomethingElseHasMigrated(@TempDir Path later) {
        server.execute("postgres", "create role " + role + " login password 'p'");
        assertServes(NEWEST);

        migrate(later);
        server.execute(
                database, "revoke all (version, description, success) on gateway.flyway_schema_history from " + role);

        assertServes(NEWEST);
    }

    private void assertServes(int known) {
        assertThatCode(() -> login(known).getConnection().close()).doesNotThrowAnyException();
    }

    private AbstractStringAssert<?> refuses(int known) {
        return assertThat(catchThrowableOfType(SettingsInvalid.class, () -> new BoundLogin(login(known)).checkAtOnce())
                .getMessage());
    }

    private FittingDatabase login(int known) {
        var source = new PGSimpleDataSource();
        source.setUrl(server.jdbcUrl(database));
        source.setUser(role);
        source.setPassword("p");
        return new FittingDatabase(source, known);
    }

    private void migrate(Path later) {
        Flyway.configure()
                .placeholders(Map.of("vectorindex", "none"))
                .dataSource(server.jdbcUrl(database), server.ownerUser(), server.ownerPassword())
                .defaultSchema("gateway")
                .locations("classpath:db/migration", "filesystem:" + later)
                .callbacks(new LoginRole(new GatewayLogin(server.jdbcUrl(database), role, "p")))
                .load()
                .migrate();
    }
}
