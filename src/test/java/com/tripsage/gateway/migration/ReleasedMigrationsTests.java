package com.tripsage.gateway.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Released migrations, which databases have: they stay as they are, and what comes is behind them. */
class ReleasedMigrationsTests {

    private static final Path FOLDER = Path.of("db/migration");

    /** As sha256sum writes and checks it. */
    private static final Path RELEASED = FOLDER.resolve("released.sha256");

    @Test
    void areAsTheyWereReleased() throws Exception {
        Map<String, String> now = new TreeMap<>();
        for (String name : released().keySet()) {
            now.put(name, Files.exists(FOLDER.resolve(name)) ? checksum(FOLDER.resolve(name)) : "missing");
        }

        assertThat(now)
                .as("released migrations are never changed: make a new one with db/new-migration")
                .isEqualTo(released());
    }

    @Test
    void areFollowedByNewOnes() throws IOException {
        List<String> released = List.copyOf(released().keySet());
        try (Stream<Path> files = Files.list(FOLDER)) {
            assertThat(files.map(file -> file.getFileName().toString())
                            .filter(name -> name.matches("V\\d{3}__.*\\.sql"))
                            .sorted())
                    .startsWith(released.toArray(String[]::new));
        }
        assertThat(released).contains("V001__foundation.sql");
    }

    private static Map<String, String> released() throws IOException {
        return Files.readAllLines(RELEASED).stream()
                .map(line -> line.split(" {2}", 2))
                .collect(Collectors.toMap(line -> line[1], line -> line[0], (first, second) -> second, TreeMap::new));
    }

    private static String checksum(Path file) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }
}
