package com.tripsage.gateway.firstrun;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The programs of a PostgreSQL server that has everything the migrations ask for. */
record Installation(Path bin, int major, String version) {

    private static final List<String> EXTENSIONS = List.of("vector", "pg_trgm", "pgcrypto", "uuid-ossp");

    private static final int OLDEST_MAJOR = 15;

    private static final Pattern SERVER_VERSION = Pattern.compile("\\(PostgreSQL\\) ((\\d+)\\S*)");

    private static final Pattern VECTOR_VERSION = Pattern.compile("default_version\\s*=\\s*'(\\d+)\\.(\\d+)");

    /** What is installed in a bin folder and the shared folders that go with it, where it is complete. */
    static Optional<Installation> at(Path bin, List<Path> shared) {
        boolean complete =
                Stream.of("postgres", "initdb", "pg_ctl").allMatch(name -> Files.isExecutable(bin.resolve(name)))
                        && shared.stream().anyMatch(Installation::hasExtensions);
        return complete ? version(bin) : Optional.empty();
    }

    /** A program of this server. */
    Command command(String program, List<String> options) {
        List<String> words = new ArrayList<>(List.of(bin.resolve(program).toString()));
        words.addAll(options);
        return Command.of(words).withoutRoot();
    }

    private static Optional<Installation> version(Path bin) {
        Matcher version =
                SERVER_VERSION.matcher(Command.of(bin.resolve("postgres").toString(), "--version")
                        .result()
                        .output());
        if (!version.find()) {
            return Optional.empty();
        }
        int major = Integer.parseInt(version.group(2));
        return major < OLDEST_MAJOR ? Optional.empty() : Optional.of(new Installation(bin, major, version.group(1)));
    }

    private static boolean hasExtensions(Path shared) {
        Path folder = shared.resolve("extension");
        return EXTENSIONS.stream().allMatch(name -> Files.isReadable(folder.resolve(name + ".control")))
                && hasRecentVector(folder.resolve("vector.control"));
    }

    /** Version 0.8 brought the iterative index scan, which the search under row-level security needs. */
    private static boolean hasRecentVector(Path control) {
        try {
            Matcher version = VECTOR_VERSION.matcher(Files.readString(control));
            return version.find()
                    && (Integer.parseInt(version.group(1)) > 0 || Integer.parseInt(version.group(2)) >= 8);
        } catch (IOException _) {
            return false;
        }
    }
}
