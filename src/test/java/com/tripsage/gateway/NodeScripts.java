package com.tripsage.gateway;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The scripts of src/test/node, run in a copy under target/ that holds their packages. What they wrote stays there. */
public final class NodeScripts {

    private static final Path SOURCES = Path.of("src/test/node");
    private static final Path COPY = Path.of("target/node");
    private static final Path PACKAGES = COPY.resolve("node_modules");
    private static final Path INSTALLED = PACKAGES.resolve("installed.json");
    private static final Path CONTRACT = Path.of("src/test/resources/contract");

    /** The first with a fetch of its own. */
    private static final int OLDEST_NODE = 18;

    private static final Pattern VERSION = Pattern.compile("v(\\d+)\\..*", Pattern.DOTALL);

    private NodeScripts() {}

    /** Installs the packages, unless the same ones are there already; without Node or npm the test is skipped. */
    static void install() {
        // Test classes run in several JVMs.
        try (FileChannel lock =
                FileChannel.open(Files.createDirectories(COPY).resolve("install.lock"), CREATE, WRITE)) {
            lock.lock();
            installAlone();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void installAlone() throws IOException {
        assumeTrue(nodeVersion() >= OLDEST_NODE, "Node " + OLDEST_NODE + " or newer is not installed");
        assumeTrue(isInstalled("npm"), "npm is not installed");
        copySources();
        String wanted = Files.readString(COPY.resolve("package.json"));
        if (!Files.exists(INSTALLED) || !Files.readString(INSTALLED).equals(wanted)) {
            execute("install.txt", Duration.ofMinutes(5), Map.of(), "npm", "install");
            Files.writeString(INSTALLED, wanted);
        }
    }

    /** Runs a script with a gateway, a token and more; fails with all that it wrote when it does not end well. */
    static void run(String script, int port, String token, Map<String, String> more) {
        var environment = new HashMap<>(more);
        environment.put("GATEWAY_URL", "http://127.0.0.1:" + port + "/graphql");
        environment.put("GATEWAY_TOKEN", token);
        // In development, clients complain of what they do not like.
        execute(script + ".txt", Duration.ofMinutes(2), environment, "node", "--conditions=development", script);
    }

    /** Starts a script that prints the address at which it serves; without Node the test is skipped. */
    public static Server serve(String script) {
        install();
        try {
            Process process = new ProcessBuilder("node", script)
                    .directory(COPY.toFile())
                    .redirectError(COPY.resolve(script + ".txt").toFile())
                    .start();
            String address = process.inputReader().readLine();
            if (address == null) {
                fail("%s did not start: %s".formatted(script, Files.readString(COPY.resolve(script + ".txt"))));
            }
            return new Server(process, address);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A script that serves until it is closed. */
    public record Server(Process process, String address) implements AutoCloseable {

        @Override
        public void close() {
            process.destroy();
        }
    }

    private static int nodeVersion() {
        if (!isInstalled("node")) {
            return 0;
        }
        Matcher version = VERSION.matcher(execute("version.txt", Duration.ofMinutes(1), Map.of(), "node", "--version"));
        return version.matches() ? Integer.parseInt(version.group(1)) : 0;
    }

    private static boolean isInstalled(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private static void copySources() throws IOException {
        try (Stream<Path> sources = Files.walk(SOURCES)) {
            for (Path source : sources.toList()) {
                Path relative = SOURCES.relativize(source);
                if (Files.isRegularFile(source) && !relative.startsWith("node_modules")) {
                    Path copy = COPY.resolve(relative);
                    Files.createDirectories(copy.getParent());
                    // One that another test runs stays.
                    if (!Files.exists(copy) || Files.mismatch(source, copy) >= 0) {
                        Files.copy(source, copy, StandardCopyOption.REPLACE_EXISTING);
                    }
                }
            }
        }
    }

    private static String execute(String log, Duration limit, Map<String, String> environment, String... words) {
        String command = String.join(" ", words);
        try {
            Files.createDirectories(COPY);
            Path output = COPY.resolve(log);
            ProcessBuilder builder = new ProcessBuilder(List.of(words))
                    .directory(COPY.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment()
                    .put("GATEWAY_CONTRACT", CONTRACT.toAbsolutePath().toString());
            builder.environment().putAll(environment);
            Process process = builder.start();
            boolean ended = endedWithin(limit, process);
            String written = new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
            if (!ended) {
                fail("`%s` did not end within %d s:%n%s".formatted(command, limit.toSeconds(), written));
            } else if (process.exitValue() != 0) {
                fail("`%s` ended with %d:%n%s".formatted(command, process.exitValue(), written));
            }
            return written;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean endedWithin(Duration limit, Process process) {
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
