package com.tripsage.gateway.firstrun;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The process that serves a data folder, started and stopped through pg_ctl, whoever started it. */
record ServerProcess(DataFolder folder, Installation installation) {

    private static final Logger LOG = LoggerFactory.getLogger(ServerProcess.class);

    Command.Result start() {
        return pgCtl("start", "-w", "-t", "60", "-l", folder.startLog().toString());
    }

    void stop() {
        if (isRunning()) {
            stopRunning();
        }
    }

    void stopWithoutWaiting() {
        pgCtl("stop", "-m", "fast", "-W");
    }

    /** The folder is locked, so whoever serves it has lost its gateway, and may have queries of it under way. */
    void stopLeftOver() {
        Optional<Long> process = postmaster();
        if (process.isEmpty()) {
            return;
        }
        if (isRunning()) {
            LOG.info("Stopping the PostgreSQL that an earlier gateway left running in {}", folder.path());
            stopRunning();
        } else if (ProcessHandle.of(process.get()).isPresent()) {
            // The number belongs to another program by now, which pg_ctl would take for the server.
            deletePostmasterFile();
        }
    }

    boolean isRunning() {
        return postmaster()
                .flatMap(ProcessHandle::of)
                .filter(this::servesThisFolder)
                .isPresent();
    }

    /** The end of what the server wrote last. */
    String recentLog() {
        try (Stream<Path> files = Files.list(folder.log())) {
            return files.max(Comparator.comparingLong(file -> file.toFile().lastModified()))
                    .map(ServerProcess::content)
                    .map(Command::tail)
                    .orElse("");
        } catch (IOException _) {
            return "";
        }
    }

    private static String content(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException _) {
            return "";
        }
    }

    private boolean servesThisFolder(ProcessHandle process) {
        boolean isPostgres = process.info()
                .command()
                .map(command -> Path.of(command).endsWith("postgres"))
                .orElse(false);
        boolean isHere = process.info()
                .arguments()
                .map(arguments -> List.of(arguments).contains(folder.cluster().toString()))
                .orElse(true);
        return isPostgres && isHere;
    }

    private Optional<Long> postmaster() {
        try (Stream<String> lines = Files.lines(postmasterFile())) {
            return lines.findFirst().map(String::strip).map(Long::valueOf);
        } catch (IOException | NumberFormatException _) {
            return Optional.empty();
        }
    }

    private void deletePostmasterFile() {
        try {
            Files.deleteIfExists(postmasterFile());
        } catch (IOException e) {
            throw folder.notWritable(e);
        }
    }

    private Path postmasterFile() {
        return folder.cluster().resolve("postmaster.pid");
    }

    private void stopRunning() {
        Command.Result fast = pgCtl("stop", "-m", "fast", "-w", "-t", "30");
        if (!fast.succeeded() && isRunning()) {
            LOG.warn("PostgreSQL in {} did not stop within 30 s: {}", folder.path(), Command.tail(fast.output()));
            pgCtl("stop", "-m", "immediate", "-w", "-t", "30");
        }
    }

    private Command.Result pgCtl(String action, String... options) {
        List<String> words =
                new ArrayList<>(List.of(action, "-D", folder.cluster().toString()));
        words.addAll(List.of(options));
        return installation.command("pg_ctl", words).result();
    }
}
