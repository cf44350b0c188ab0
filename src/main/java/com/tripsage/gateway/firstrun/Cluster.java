package com.tripsage.gateway.firstrun;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/** PostgreSQL's own files in a data folder, with its configuration. */
record Cluster(DataFolder folder, Installation installation, Map<String, String> settings) {

    private static final Logger LOG = LoggerFactory.getLogger(Cluster.class);

    private static final Map<String, String> USUAL_SETTINGS = Map.of(
            "listen_addresses", "127.0.0.1",
            "unix_socket_directories", "",
            "password_encryption", "scram-sha-256",
            "max_connections", "100",
            "shared_buffers", "128MB",
            "jit", "off");

    /** One file for each day of the week, begun anew a week later, so that the log doesn't grow for ever. */
    private static final Map<String, String> LOG_SETTINGS = Map.of(
            "logging_collector", "on",
            "log_directory", "../log",
            "log_filename", "postgresql-%a.log",
            "log_rotation_age", "1d",
            "log_rotation_size", "0",
            "log_truncate_on_rotation", "on");

    /** Makes the files where there are none: aside and renamed, so that what was interrupted is not taken for whole. */
    void initialise() {
        if (Files.exists(folder.cluster())) {
            return;
        }
        Stopwatch time = Stopwatch.started();
        LOG.info("Making PostgreSQL's files in {}", folder.cluster());
        Path draft = folder.path().resolve("postgresql.incomplete");
        folder.ownerPassword();
        try {
            FileSystemUtils.deleteRecursively(draft);
            Files.createDirectories(folder.log());
            installation.command("initdb", options(draft)).run();
            Files.writeString(
                    draft.resolve("postgresql.conf"),
                    "%n# written anew at every start%ninclude 'gateway.conf'%n".formatted(),
                    StandardOpenOption.APPEND);
            Files.move(draft, folder.cluster(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new FirstRunFailed("The data folder %s can't be initialised: %s".formatted(folder.path(), e), e);
        }
        LOG.info("Initialised {} in {} ms", folder.cluster(), time.millis());
    }

    private List<String> options(Path data) {
        List<String> options = new ArrayList<>();
        options.addAll(List.of("--pgdata", data.toString(), "--encoding", "UTF8", "--no-locale"));
        options.addAll(List.of("--username", PrivatePostgres.OWNER, "--auth", "scram-sha-256"));
        options.addAll(List.of("--pwfile", folder.ownerPasswordFile().toString()));
        if (installation.major() >= 17) {
            options.addAll(List.of("--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"));
        }
        return options;
    }

    /** Writes the configuration of the next start. */
    void configure(int port) {
        StringBuilder configuration = new StringBuilder("port = %d%n".formatted(port));
        Stream.of(USUAL_SETTINGS, LOG_SETTINGS, settings)
                .flatMap(group -> group.entrySet().stream())
                .forEach(
                        setting -> configuration.append("%s = '%s'%n".formatted(setting.getKey(), setting.getValue())));
        try {
            Files.createDirectories(folder.log());
            Files.writeString(folder.cluster().resolve("gateway.conf"), configuration);
            Files.deleteIfExists(folder.startLog());
        } catch (IOException e) {
            throw folder.notWritable(e);
        }
    }
}
