package com.tripsage.gateway;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Where each statement of the gateway would run on a database that is sharded by user, as docs/scale.md proposes: the list in
 * statements.txt is complete, and fits the table of tables there.
 */
class StatementsTests {

    private static final Path LIST = Path.of("src/test/resources/statements.txt");
    private static final Path PAGE = Path.of("docs/scale.md");
    private static final String WRITE = "mvn test -Dtest=StatementsTests -Dstatements.write=true";

    private static final Pattern TABLE =
            Pattern.compile("create table (?:if not exists )?([a-z_]+\\.[a-z_]++)(?! partition)");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| ((?:`[a-z_]+\\.[a-z_]+`,? ?)+) \\| ([a-z]+)\\b");
    private static final Pattern QUALIFIED = Pattern.compile("[a-z_]+\\.[a-z_]+");

    /** The homes of the tables that a statement of a route may touch. */
    private static final Map<String, Set<String>> HOMES = Map.of(
            "any", Set.of("copied"),
            "caller", Set.of("copied", "user"),
            "owner", Set.of("copied", "user", "owner"),
            "several", Set.of("copied", "user", "owner"),
            "lookup", Set.of("copied", "user", "owner"),
            "each", Set.of("copied", "user", "owner"));

    @Test
    void everyStatementHasARoute() throws IOException {
        Set<String> statements = Statements.of(homes().keySet());
        if (Boolean.getBoolean("statements.write")) {
            Map<String, String> routes = routes();
            Files.write(
                    LIST,
                    statements.stream()
                            .map(statement -> routes.getOrDefault(statement, "?") + " | " + statement)
                            .toList());
        }

        assertThat(statements)
                .as(
                        "The statements of the gateway. %s writes those of %s, and leaves ? for the route of a new one",
                        WRITE, LIST)
                .containsExactlyInAnyOrderElementsOf(routes().keySet());
    }

    @Test
    void routesFitTheTables() throws IOException {
        Map<String, String> homes = homes();
        assertThat(routes()).allSatisfy((statement, route) -> {
            assertThat(HOMES)
                    .as("Routes, of which docs/scale.md says what they are")
                    .containsKey(route);
            assertThat(HOMES.get(route))
                    .as("Where a statement of the route %s may read or write", route)
                    .containsAll(QUALIFIED
                            .matcher(statement.substring(statement.indexOf('|')))
                            .results()
                            .map(name -> homes.get(name.group()))
                            .filter(home -> home != null)
                            .collect(toSet()));
        });
    }

    @Test
    void everyTableHasAHome() throws IOException {
        assertThat(homes().keySet()).containsExactlyInAnyOrderElementsOf(tables());
        assertThat(homes().values()).containsOnly("user", "owner", "copied");
    }

    private static Map<String, String> routes() throws IOException {
        return Files.readAllLines(LIST).stream()
                .map(line -> line.split(" \\| ", 2))
                .collect(toMap(line -> line[1], line -> line[0], (first, _) -> first, TreeMap::new));
    }

    /** What the page says by whom the rows of a table are distributed. */
    private static Map<String, String> homes() throws IOException {
        Map<String, String> homes = new TreeMap<>();
        ROW.matcher(Files.readString(PAGE)).results().forEach(row -> Arrays.stream(
                        row.group(1).replace("`", "").split(","))
                .forEach(table -> assertThat(homes.put(table.strip(), row.group(2)))
                        .as(table)
                        .isNull()));
        return homes;
    }

    private static Set<String> tables() throws IOException {
        try (Stream<Path> migrations = Files.list(Path.of("db/migration"))) {
            return migrations
                    .map(StatementsTests::read)
                    .flatMap(text -> TABLE.matcher(text).results())
                    .map(table -> table.group(1))
                    .collect(toSet());
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
