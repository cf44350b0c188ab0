package com.tripsage.gateway.graphiql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What src/graphiql has built for GraphiQL's page. */
final class GraphiQlFiles {

    static final Path FOLDER = Path.of("src/main/resources/static/graphiql");

    private GraphiQlFiles() {}

    static List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
