package com.tripsage.gateway.firstrun;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A program of the operating system, run to its end.
 *
 * @param folder the working folder, or null for the gateway's own
 */
record Command(List<String> words, @Nullable Path folder, Duration timeout) {

    private static final Pattern OF_THE_CALLER = Pattern.compile("PG.*|LC_.*|LANG|LANGUAGE");

    /** The end of a program, and all it wrote. */
    record Result(int exitCode, String output) {

        boolean succeeded() {
            return exitCode == 0;
        }
    }

    Command {
        words = List.copyOf(words);
    }

    static Command of(String... words) {
        return of(List.of(words));
    }

    static Command of(List<String> words) {
        return new Command(words, null, Duration.ofMinutes(2));
    }

    Command in(Path workingFolder) {
        return new Command(words, workingFolder, timeout);
    }

    Command within(Duration limit) {
        return new Command(words, folder, limit);
    }

    /** The same command, where root runs it: PostgreSQL refuses root, who has no name in a user namespace, and owns the files. */
    Command withoutRoot() {
        if (!"root".equals(System.getProperty("user.name"))) {
            return this;
        }
        if (!Command.of("unshare", "--user", "true").result().succeeded()) {
            throw new FirstRunFailed(
                    "PostgreSQL does not run as root, and this machine does not let root give up its name (`unshare --user` fails): start the gateway as an ordinary user");
        }
        return new Command(
                Stream.concat(Stream.of("unshare", "--user"), words.stream()).toList(), folder, timeout);
    }

    /** The folders in which the shell looks for programs. */
    static List<Path> searchPath() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
                .map(Path::of)
                .toList();
    }

    static boolean isOnPath(String program) {
        return searchPath().stream().anyMatch(folder -> Files.isExecutable(folder.resolve(program)));
    }

    /** Runs it, and returns what it wrote; a failure carries the end of that. */
    String run() {
        Result result = result();
        if (!result.succeeded()) {
            throw new FirstRunFailed("The command `%s` failed with exit code %d:%n%s"
                    .formatted(String.join(" ", words), result.exitCode(), tail(result.output())));
        }
        return result.output();
    }

    /** Runs it with its output in a file: a daemon that the program leaves behind may keep a pipe open for ever. */
    Result result() {
        try {
            Path output = Files.createTempFile("gateway-command", ".txt");
            try {
                int exitCode = execute(output.toFile());
                return new Result(exitCode, new String(Files.readAllBytes(output), StandardCharsets.UTF_8));
            } finally {
                Files.deleteIfExists(output);
            }
        } catch (IOException e) {
            throw new FirstRunFailed(
                    "The command `%s` can't be run: %s".formatted(String.join(" ", words), e.getMessage()), e);
        }
    }

    static String tail(String text) {
        List<String> lines = text.strip().lines().toList();
        return String.join(System.lineSeparator(), lines.subList(Math.max(0, lines.size() - 15), lines.size()));
    }

    private int execute(File output) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(output);
        if (folder != null) {
            builder.directory(folder.toFile());
        }
        // PGDATA, PGPORT and their like would point the commands at somebody else's server.
        builder.environment()
                .keySet()
                .removeIf(name -> OF_THE_CALLER.matcher(name).matches());
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        try {
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new FirstRunFailed("The command `%s` did not end within %d s"
                        .formatted(String.join(" ", words), timeout.toSeconds()));
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FirstRunFailed("Interrupted in `%s`".formatted(String.join(" ", words)), e);
        } finally {
            process.destroy();
        }
    }
}
