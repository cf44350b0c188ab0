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
import org.jspecify.annotations.Nullable;

/** The installations of PostgreSQL: those that the machine has already, else one of the gateway's own. */
final class Installations {

    /** The usual places. A bin folder may be written with one * in its last but one name. */
    private static final List<String> USUAL_PLACES = List.of(
            "/usr/lib/postgresql/*/bin",
            "/usr/pgsql-*/bin",
            "/usr/local/pgsql/bin",
            "/opt/homebrew/opt/postgresql*/bin",
            "/usr/local/opt/postgresql*/bin",
            "/home/linuxbrew/.linuxbrew/opt/postgresql*/bin",
            "/Applications/Postgres.app/Contents/Versions/*/bin");

    private Installations() {}

    /** An installation that serves the data in a folder, or any where there is none yet. */
    static Installation forDataIn(DataFolder folder) {
        Integer major = folder.clusterMajor();
        return onThisMachine(major)
                .or(() -> major == null || major == PrivateInstallation.MAJOR ? ofOurOwn() : Optional.empty())
                .orElseThrow(() -> new FirstRunFailed(
                        major == null
                                ? "The gateway found no PostgreSQL 15 or newer with pgvector 0.8 or newer, and can fetch one by itself only on Debian. Install both (postgresql-17-pgvector with apt, postgresql@17 and pgvector with Homebrew), run `docker compose up`, or set SPRING_DATASOURCE_URL."
                                : "The data in %s was written by PostgreSQL %d, which is not installed with pgvector 0.8 or newer any more. Install it, or set GATEWAY_EMBEDDED_DATA to another folder."
                                        .formatted(folder.path(), major)));
    }

    private static Optional<Installation> ofOurOwn() {
        try {
            return PrivateInstallation.findOrInstall();
        } catch (FirstRunFailed e) {
            throw new FirstRunFailed(
                    "%s%nInstall PostgreSQL 15 or newer with pgvector 0.8 or newer yourself, or set SPRING_DATASOURCE_URL."
                            .formatted(e.getMessage()),
                    e);
        }
    }

    /** The newest, or the one of the version that existing data needs. */
    private static Optional<Installation> onThisMachine(@Nullable Integer major) {
        return binFolders().stream()
                .flatMap(bin -> Installation.at(bin, sharedFolders(bin)).stream())
                .filter(installation -> major == null || installation.major() == major)
                .max(Comparator.comparingInt(Installation::major));
    }

    private static Set<Path> binFolders() {
        Set<Path> folders = new LinkedHashSet<>();
        for (Path folder : Command.searchPath()) {
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
            } catch (IOException _) {
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
