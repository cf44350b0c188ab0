package com.tripsage.gateway.firstrun;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The programs of a PostgreSQL server that has everything the migrations ask for. */
record Installation(Path bin, int major, String version) {

    private static final List<String> EXTENSIONS = List.of("vector", "pg_trgm", "pgcrypto", "uuid-ossp");

    private static final int OLDEST_MAJOR = 15;

    private static final Pattern SERVER_VERSION = Pattern.compile("\\(PostgreSQL\\) ((\\d+)\\S*)");

    private static final Pattern VECTOR_VERSION = Pattern.compile("default_version\\s*=\\s*'(\\d+)\\.(\\d+)");

    // A bin folder may be written with one * in its last but one name.
    private static final List<String> USUAL_PLACES = List.of(
            "/usr/lib/postgresql/*/bin",
            "/usr/pgsql-*/bin",
            "/usr/local/pgsql/bin",
            "/opt/homebrew/opt/postgresql*/bin",
            "/usr/local/opt/postgresql*/bin",
            "/home/linuxbrew/.linuxbrew/opt/postgresql*/bin",
            "/Applications/Postgres.app/Contents/Versions/*/bin");

    /**
     * An installation that the machine has already, the newest first.
     *
     * @param major the version that existing data needs, or null for any
     */
    static Optional<Installation> onThisMachine(@Nullable Integer major) {
        return binFolders().stream()
                .flatMap(bin -> at(bin, sharedFolders(bin)).stream())
                .filter(installation -> major == null || installation.major() == major)
                .max(Comparator.comparingInt(Installation::major));
    }

    /** What is installed in a prefix, where it is complete. */
    static Optional<Installation> at(Path bin, List<Path> shared) {
        boolean complete =
                Stream.of("postgres", "initdb", "pg_ctl").allMatch(name -> Files.isExecutable(bin.resolve(name)))
                        && shared.stream().anyMatch(Installation::hasExtensions);
        return complete ? version(bin) : Optional.empty();
    }

    String program(String name) {
        return bin.resolve(name).toString();
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

    // 0.8 brought the iterative index scan, which the search under row-level security needs.
    private static boolean hasRecentVector(Path control) {
        try {
            Matcher version = VECTOR_VERSION.matcher(Files.readString(control));
            return version.find()
                    && (Integer.parseInt(version.group(1)) > 0 || Integer.parseInt(version.group(2)) >= 8);
        } catch (IOException e) {
            return false;
        }
    }

    private static Set<Path> binFolders() {
        Set<Path> folders = new LinkedHashSet<>();
        for (String entry : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
            Path folder = Path.of(entry);
            if (folder.isAbsolute() && folders.add(folder)) {
                pgConfig(folder, "--bindir").ifPresent(folders::add);
            }
        }
        USUAL_PLACES.forEach(place -> folders.addAll(matching(Path.of(place))));
        return folders;
    }

    private static List<Path> matching(Path place) {
        List<Path> found = new ArrayList<>();
        Path parent = place.getParent();
        Path grandparent = parent == null ? null : parent.getParent();
        if (parent != null && grandparent != null && Files.isDirectory(grandparent)) {
            try (DirectoryStream<Path> folders =
                    Files.newDirectoryStream(grandparent, String.valueOf(parent.getFileName()))) {
                folders.forEach(folder -> found.add(folder.resolve("bin")));
            } catch (IOException e) {
                return List.of();
            }
        }
        return found;
    }

    private static List<Path> sharedFolders(Path bin) {
        List<Path> folders = new ArrayList<>();
        pgConfig(bin, "--sharedir").ifPresent(folders::add);
        Path prefix = bin.getParent();
        if (prefix != null) {
            folders.add(prefix.resolve("share"));
            folders.add(prefix.resolve("share/postgresql"));
            folders.add(Path.of("/usr/share/postgresql").resolve(String.valueOf(prefix.getFileName())));
        }
        return folders;
    }

    private static Optional<Path> pgConfig(Path folder, String question) {
        Path program = folder.resolve("pg_config");
        if (!Files.isExecutable(program)) {
            return Optional.empty();
        }
        Command.Result answer = Command.of(program.toString(), question).result();
        return answer.succeeded() ? Optional.of(Path.of(answer.output().strip())) : Optional.empty();
    }
}
