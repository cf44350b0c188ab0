package com.tripsage.gateway.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.CommandRun;
import com.tripsage.gateway.GatewayApplication;
import com.tripsage.gateway.GatewayTest;
import com.tripsage.gateway.OneTraveller;
import com.tripsage.gateway.TestPostgres;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The command migrate: what it prints and returns, also where a migration fails, while gateways serve. */
class MigrateCommandTests extends OneTraveller {

    private static final String HISTORY = "select h::text from gateway.flyway_schema_history h order by installed_rank";

    private static final String NEWEST = "%03d".formatted(FittingDatabase.newest());

    private final TestPostgres server = TestPostgres.shared();
    private final String database = server.createDatabase();

    @TempDir
    private Path later;

    @AfterEach
    void dropDatabase() {
        server.dropDatabase(database);
    }

    @Test
    void migratesForGatewaysThatDoNot() {
        assertThat(run("migrate validate").code()).isOne();
        assertThat(run("migrate info").output()).containsPattern("(?m)^001 +Pending +- +foundation$");

        Run migrated = run("migrate", "--spring.flyway.enabled=false");
        assertThat(migrated.output()).contains("The database has the migrations up to " + NEWEST);
        assertThat(migrated.code()).isZero();

        assertThat(run("migrate validate").code()).isZero();
        assertThat(run("migrate info").output())
                .containsPattern("(?m)^001 +Success +2\\d{3}-\\S+Z +foundation$")
                .doesNotContain("Pending");
        assertStartsWithoutTheOwner();
    }

    @Test
    void twoAtOnceMigrateOnce() throws Exception {
        Callable<Run> migrate = () -> run("migrate");
        try (ExecutorService executor = Executors.newFixedThreadPool(2)) {
            for (Future<Run> each : executor.invokeAll(List.of(migrate, migrate))) {
                assertThat(each.get().code()).as(each.get().output()).isZero();
            }
        }
        assertThat(
                        sql(
                                "select version from gateway.flyway_schema_history where version is not null group by 1 having count(*) > 1"))
                .isEmpty();
    }

    @Test
    void aMigrationThatFailsIsUndoneAndGatewaysGoOn() throws IOException {
        String served = Objects.requireNonNull(environment.getProperty("test.database"));
        write("V900__broken.sql", "create table public.half ();\nalter table public.nowhere add column seat text;");

        Run broken = runOn(served, "migrate");

        assertThat(broken.code()).isOne();
        assertThat(broken.output())
                .contains(
                        "V900__broken.sql failed (ERROR: relation \"public.nowhere\" does not exist",
                        "line 2",
                        "was undone")
                .doesNotContain("\tat ", "Exception");
        assertThat(runOn(served, "migrate info").output()).containsPattern("(?m)^900 +Pending +- +broken$");
        assertThat(superuser()
                        .sql("select to_regclass('public.half') is null")
                        .query(Boolean.class)
                        .single())
                .isTrue();
        assertThat(wire.send("mutation { createTrip(input: { title: \"On\" }) { trip { title } } }")
                        .at("/createTrip/trip/title"))
                .isEqualTo("On");
    }

    @Test
    void aMigrationThatFailsHalfWayIsRepaired() throws IOException {
        assertThat(run("migrate").code()).isZero();
        server.execute(database, "insert into users (email) values ('ada@example.com')");
        server.execute(
                database, "insert into trips (user_id, title) select id, 'Same' from users, generate_series(1, 2)");
        write("V900__index.sql", "create unique index concurrently half on public.trips (title)");

        Run half = run("migrate");
        assertThat(half.code()).isOne();
        assertThat(half.output()).contains("V900__index.sql failed half-way (ERROR: could not create unique index");
        Run again = run("migrate");
        assertThat(again.code()).isOne();
        assertThat(again.output()).contains("Migration 900 (index) failed half-way", "migrate repair");
        assertStartsWithoutTheOwner();

        server.execute(database, "drop index public.half");
        Run repaired = run("migrate repair");
        assertThat(repaired.output()).contains("Migration 900 (index) counts as not run.");
        assertThat(repaired.code()).isZero();
        write("V900__index.sql", "create index concurrently half on public.trips (title)");
        assertThat(run("migrate").code()).isZero();
        assertThat(sql("select indisvalid::text from pg_index where indexrelid = 'public.half'::regclass"))
                .containsExactly("true");
    }

    @Test
    void repairHidesNothing() throws IOException {
        write("V900__later.sql", "select 1");
        assertThat(run("migrate").code()).isZero();
        assertThat(run("migrate repair").output()).contains("There is nothing to repair.");

        Files.delete(later.resolve("V900__later.sql"));
        assertRefusesToRepair("Migration 900 (later)");

        write("V900__later.sql", "select 2");
        assertThat(run("migrate validate").output()).contains("Migration checksum mismatch for migration version 900");
        assertRefusesToRepair("Migration 900 (later)");
        assertThat(run("migrate").output()).contains("made by another version of the gateway");
    }

    @Test
    void saysWhatIsWrongWithItsCall() {
        assertThat(run("migrate inof").code()).isEqualTo(2);
        assertThat(run("migrate info now").code()).isEqualTo(2);

        Run refused = run("migrate", "--spring.flyway.password=guessed");
        assertThat(refused.code()).isOne();
        assertThat(refused.output())
                .contains("PostgreSQL refuses the login", "SPRING_FLYWAY_PASSWORD")
                .doesNotContain("guessed", server.ownerPassword(), "\tat ");
    }

    private void assertRefusesToRepair(String migration) {
        List<@Nullable String> before = sql(HISTORY);
        Run refused = run("migrate repair");
        assertThat(refused.code()).isOne();
        assertThat(refused.output()).contains(migration, "nothing to repair");
        assertThat(sql(HISTORY)).isEqualTo(before);
    }

    /** As in production: a gateway that knows no owner, and nothing of later migrations. */
    private void assertStartsWithoutTheOwner() {
        String[] settings = Stream.concat(
                        settings(database).filter(setting -> !setting.startsWith("--spring.flyway")),
                        Stream.of(
                                "--spring.flyway.enabled=false",
                                "--gateway.embedding.provider=none",
                                "--server.port=0"))
                .toArray(String[]::new);
        try (ConfigurableApplicationContext gateway = SpringApplication.run(GatewayApplication.class, settings)) {
            assertThat(gateway.isRunning()).isTrue();
        }
    }

    private List<@Nullable String> sql(String query) {
        return JdbcClient.create(new DriverManagerDataSource(
                        server.jdbcUrl(database), server.ownerUser(), server.ownerPassword()))
                .sql(query)
                .query(String.class)
                .list();
    }

    private void write(String name, String sql) throws IOException {
        Files.writeString(later.resolve(name), sql);
    }

    private Run run(String words, String... settings) {
        return runOn(database, words, settings);
    }

    private Run runOn(String database, String words, String... others) {
        String[] arguments = Stream.of(
                        Stream.of(words.split(" ")),
                        settings(database).filter(setting -> Stream.of(others)
                                .noneMatch(other -> setting.startsWith(other.substring(0, other.indexOf('=') + 1)))),
                        Stream.of(others),
                        Stream.of("--spring.flyway.locations=classpath:db/migration,filesystem:" + later))
                .flatMap(part -> part)
                .toArray(String[]::new);
        var output = new ByteArrayOutputStream();
        int code = CommandRun.of(new PrintStream(output, true, StandardCharsets.UTF_8), arguments);
        return new Run(code, output.toString(StandardCharsets.UTF_8));
    }

    private static Stream<String> settings(String database) {
        return Stream.of(GatewayTest.OnTestPostgres.properties(database)).map("--"::concat);
    }

    private record Run(int code, String output) {}
}
