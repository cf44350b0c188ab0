package com.tripsage.gateway.database;

import com.tripsage.gateway.GatewayTest;
import com.tripsage.gateway.TestPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/** A PgBouncer in transaction mode with two connections, between the gateway and the tests' PostgreSQL. */
final class PgBouncer implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Where Debian has programs for administrators. */
    private static final String SYSTEM_PROGRAMS = "/usr/sbin";

    static boolean isInstalled() {
        return program() != null;
    }

    private static @Nullable Path program() {
        String path = System.getenv().getOrDefault("PATH", "") + File.pathSeparator + SYSTEM_PROGRAMS;
        return Stream.of(path.split(File.pathSeparator, -1))
                .map(folder -> Path.of(folder, "pgbouncer"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
    }

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        String database = TestPostgres.shared().createDatabase();
        String direct = TestPostgres.shared().jdbcUrl(database);
        int port = start(URI.create(direct.substring("jdbc:".length())));
        TestPropertyValues.of(GatewayTest.OnTestPostgres.properties(database)).applyTo(context);
        TestPropertyValues.of(
                        "spring.datasource.url=jdbc:postgresql://127.0.0.1:%d/%s?prepareThreshold=0"
                                .formatted(port, database),
                        "spring.flyway.url=" + direct)
                .applyTo(context);
    }

    private static int start(URI postgres) {
        try {
            Path folder = Files.createTempDirectory("pgbouncer");
            int port = freePort();
            Path users = folder.resolve("users.txt");
            Files.writeString(users, "\"authenticator\" \"authenticator\"\n");
            Path settings = folder.resolve("pgbouncer.ini");
            Files.writeString(settings, """
                    [databases]
                    * = host=%s port=%d
                    [pgbouncer]
                    listen_addr = 127.0.0.1
                    listen_port = %d
                    unix_socket_dir =
                    auth_type = trust
                    auth_file = %s
                    pool_mode = transaction
                    default_pool_size = 2
                    ignore_startup_parameters = extra_float_digits
                    logfile = %s
                    """.formatted(
                            postgres.getHost(), postgres.getPort(), port, users, folder.resolve("log")));
            List<String> command = new ArrayList<>(List.of(String.valueOf(program()), settings.toString()));
            if (System.getProperty("user.name").equals("root")) {
                // which PgBouncer refuses to run as
                command.addAll(1, List.of("-u", "nobody"));
                for (Path file : List.of(folder, users, settings)) {
                    file.toFile().setReadable(true, false);
                    file.toFile().setExecutable(true, false);
                }
                folder.toFile().setWritable(true, false);
            }
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("output").toFile())
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroy, "stop-pgbouncer"));
            awaitListening(process, port, folder);
            return port;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void awaitListening(Process process, int port, Path folder) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.getPort();
                return;
            } catch (IOException notYet) {
                if (!process.isAlive() || System.nanoTime() > deadline) {
                    throw new IllegalStateException(
                            "PgBouncer does not start: " + Files.readString(folder.resolve("output")), notYet);
                }
                Thread.onSpinWait();
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
