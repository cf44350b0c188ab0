package com.tripsage.gateway.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code db/new-migration} makes, and what becomes of it in a database. */
class NewMigrationTests {

    private static final String FORBIDDEN = "42501";

    private final MigratedDatabase database = MigratedDatabase.shared();

    @TempDir
    Path folder;

    @BeforeEach
    void thereAreMigrations() throws Exception {
        Files.createFile(folder.resolve("R__places.sql"));
        Files.createFile(folder.resolve("V008__change_log.sql"));
        Files.createFile(folder.resolve("V009__part_of_trip.sql"));
    }

    @Test
    void aTableOfUsersHoldsTheirOwnRows() throws Exception {
        assertThat(run("travel_preferences")).isZero();

        try (Session session = withTheMigration("V010__travel_preferences.sql")) {
            become(session, Person.OWNER);
            session.execute("insert into travel_preferences (user_id, name) values ({owner}, 'window')");
            assertThat(session.execute("update travel_preferences set name = 'aisle'"))
                    .isEqualTo(1);
            assertThat(session.value("select version from travel_preferences")).isEqualTo("2");
            assertThat(session.refusal("insert into travel_preferences (user_id, name) values ({owner}, ' ')"))
                    .isEqualTo("travel_preference_has_a_name");
            assertThat(session.refusal("insert into travel_preferences (user_id, name) values ({editor}, 'x')"))
                    .isEqualTo(FORBIDDEN);
            assertThat(session.refusal("update travel_preferences set user_id = {editor}"))
                    .isEqualTo(FORBIDDEN);
            become(session, Person.EDITOR);
            assertThat(session.execute("select from travel_preferences")).isZero();
            assertThat(session.execute("delete from travel_preferences")).isZero();
        }
    }

    @Test
    void aPartOfTripsIsForTheirMembers() throws Exception {
        assertThat(run("parking_spaces", "--of-trip")).isZero();

        try (Session session = withTheMigration("V010__parking_spaces.sql")) {
            become(session, Person.EDITOR);
            session.execute("insert into parking_spaces (trip_id, name) values ({trip}, 'P3')");
            become(session, Person.VIEWER);
            assertThat(session.execute("select from parking_spaces")).isEqualTo(1);
            assertThat(session.execute("delete from parking_spaces")).isZero();
            become(session, Person.STRANGER);
            assertThat(session.execute("select from parking_spaces")).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({"travel_preferences,", "parking_spaces, --of-trip"})
    void theTableKeepsTheRulesOfAllTables(String name, String kind) throws Exception {
        run(kind == null ? new String[] {name} : new String[] {name, kind});

        try (Session session = withTheMigration("V010__%s.sql".formatted(name))) {
            assertThat(session.values("""
                    select 'row-level security' from pg_class
                     where oid = '%1$s'::regclass and relrowsecurity and relforcerowsecurity
                    union all
                    select 'change log' from pg_trigger
                     where tgrelid = '%1$s'::regclass and tgfoid::regproc::text like 'changelog.%%' group by 1
                    union all
                    select 'granted to ' || grantee from information_schema.role_table_grants
                     where table_name = '%1$s' and grantee in ('anon', 'PUBLIC')
                    """.formatted(name))).containsExactly("row-level security", "change log");
        }
    }

    @Test
    void anythingElseBeginsEmpty() throws Exception {
        run("faster_search", "--empty");

        assertThat(folder.resolve("V010__faster_search.sql"))
                .content()
                .startsWith("-- TODO")
                .doesNotContainPattern("(?m)^(?!--).");
    }

    @Test
    void nothingIsWrittenTwice() throws Exception {
        run("travel_preferences");

        assertThat(run("travel_preferences")).isEqualTo(1);
        assertThat(folder).isDirectoryNotContaining("glob:**V011*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Preferences", "a; drop table users", "../elsewhere", "a --of-nothing"})
    void aWrongNameIsRefused(String arguments) throws Exception {
        assertThat(run(arguments.split(" "))).isEqualTo(2);
        assertThat(folder).isDirectoryNotContaining("glob:**V010*");
    }

    private Session withTheMigration(String file) throws Exception {
        Session session = database.asSuperuser();
        session.execute(Files.readString(folder.resolve(file)));
        return session;
    }

    private static void become(Session session, Person person) throws SQLException {
        session.execute("reset role");
        session.execute("select set_config('role', '%s', true), set_config('request.jwt.claims', '%s', true)"
                .formatted(person.role(), person.claims()));
    }

    private int run(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("bash", "db/new-migration"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("MIGRATIONS", folder.toString());
        Process process = builder.start();
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor();
    }
}
