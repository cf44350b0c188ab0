package com.tripsage.gateway;

import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import com.tripsage.gateway.firstrun.PrivatePostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.util.StringUtils;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * The tests' PostgreSQL: one server for the whole test JVM, empty databases for whoever needs one.
 *
 * <p>{@code -Dpostgres=docker} takes the image of docker-compose.yml; without it a private one serves, as for a newcomer.
 * {@code -Dpostgres.settings=shared_buffers=1GB,work_mem=16MB} sets what a run needs beyond the usual.
 */
public final class TestPostgres {

    private static final AtomicInteger DATABASES = new AtomicInteger();

    private final Server server;

    private TestPostgres(Server server) {
        this.server = server;
    }

    /** Started by whoever asks first, stopped when the JVM ends. */
    public static TestPostgres shared() {
        return Shared.INSTANCE;
    }

    /** The name of a new database with nothing in it. */
    public String createDatabase() {
        return createDatabase("");
    }

    /**
     * The name of a new database, of another locale for instance.
     *
     * @param options of {@code create database}
     */
    public String createDatabase(String options) {
        String name = "test_%d".formatted(DATABASES.incrementAndGet());
        execute("postgres", "drop database if exists %s with (force)".formatted(name));
        execute("postgres", "create database %s %s".formatted(name, options));
        return name;
    }

    public void dropDatabase(String name) {
        execute("postgres", "drop database if exists %s with (force)".formatted(name));
    }

    public String jdbcUrl(String database) {
        return server.jdbcUrl(database);
    }

    /** The owner of the databases, who is a superuser of this server. */
    public String ownerUser() {
        return PrivatePostgres.OWNER;
    }

    public String ownerPassword() {
        return server.ownerPassword();
    }

    /** A connection that may do anything. */
    public Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(jdbcUrl(database), ownerUser(), ownerPassword());
    }

    /** Runs SQL as the superuser. */
    public void execute(String database, String sql) {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Takes the server away, for all tests: to be followed by {@link #start}. */
    public void stop() {
        server.stop();
    }

    /** Brings it back on the same port, with its data. */
    public void start() {
        server.start();
    }

    public void restart() {
        stop();
        start();
    }

    private static Map<String, String> settings(Map<String, String> usual) {
        Map<String, String> settings = new TreeMap<>(usual);
        for (String setting : StringUtils.commaDelimitedListToStringArray(System.getProperty("postgres.settings"))) {
            int equals = setting.indexOf('=');
            settings.put(setting.substring(0, equals), setting.substring(equals + 1));
        }
        return settings;
    }

    private interface Server {

        String jdbcUrl(String database);

        String ownerPassword();

        void stop();

        void start();
    }

    private static final class Shared {

        private static final TestPostgres INSTANCE =
                new TestPostgres("docker".equals(System.getProperty("postgres")) ? Docker.run() : Private.run());
    }

    private record Private(PrivatePostgres postgres) implements Server {

        // What a crash would lose, the next run does not miss.
        private static final Map<String, String> FAST = Map.of(
                "fsync",
                "off",
                "full_page_writes",
                "off",
                "synchronous_commit",
                "off",
                "shared_preload_libraries",
                "pg_stat_statements",
                // for the pools of all contexts that a JVM keeps
                "max_connections",
                "300");

        static Private run() {
            String folder = System.getProperty("postgres.data", "target/postgres");
            PrivatePostgres postgres = PrivatePostgres.startIn(Path.of(folder), settings(FAST));
            Runtime.getRuntime().addShutdownHook(new Thread(postgres::close, "stop-postgres"));
            Private server = new Private(postgres);
            server.hashOwnerPasswordOnce();
            return server;
        }

        /** Tests connect as the owner again and again, and the driver would hash the password 4,096 times for each. */
        private void hashOwnerPasswordOnce() {
            try (Connection connection =
                            DriverManager.getConnection(jdbcUrl("postgres"), PrivatePostgres.OWNER, ownerPassword());
                    Statement statement = connection.createStatement()) {
                if (connection.getMetaData().getDatabaseMajorVersion() >= 16) {
                    statement.execute("set scram_iterations = 1");
                    statement.execute("alter role %s password '%s'".formatted(PrivatePostgres.OWNER, ownerPassword()));
                }
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public String jdbcUrl(String database) {
            return postgres.jdbcUrl(database);
        }

        @Override
        public String ownerPassword() {
            return postgres.ownerPassword();
        }

        @Override
        public void stop() {
            postgres.stop();
        }

        @Override
        public void start() {
            postgres.start();
        }
    }

    private record Docker(PostgreSQLContainer container) implements Server {

        private static final DockerImageName IMAGE =
                DockerImageName.parse("pgvector/pgvector:pg17").asCompatibleSubstituteFor("postgres");

        private static final Duration PATIENCE = Duration.ofSeconds(30);

        static Docker run() {
            // A container that is started again would otherwise come back on another port.
            PortBinding binding = new PortBinding(
                    Ports.Binding.bindPort(freePort()), new ExposedPort(PostgreSQLContainer.POSTGRESQL_PORT));
            PostgreSQLContainer container = new PostgreSQLContainer(IMAGE)
                    .withUsername(PrivatePostgres.OWNER)
                    .withCreateContainerCmdModifier(command -> {
                        command.withStopSignal("SIGINT"); // ends sessions instead of waiting for them
                        Objects.requireNonNull(command.getHostConfig()).withPortBindings(binding);
                    })
                    .withCommand(command())
                    // How often it says so depends on how an image prepares a new database: its answer is what counts.
                    .waitingFor(Wait.forLogMessage(".*ready to accept connections.*\\s", 1));
            container.start();
            Runtime.getRuntime().addShutdownHook(new Thread(container::stop, "stop-postgres"));
            Docker server = new Docker(container);
            server.awaitAnswer(PATIENCE);
            return server;
        }

        @Override
        public String jdbcUrl(String database) {
            return "jdbc:postgresql://%s:%d/%s"
                    .formatted(
                            container.getHost(),
                            container.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT),
                            database);
        }

        @Override
        public String ownerPassword() {
            return container.getPassword();
        }

        @Override
        public void stop() {
            container
                    .getDockerClient()
                    .stopContainerCmd(container.getContainerId())
                    .exec();
        }

        @Override
        public void start() {
            if (!container.isRunning()) {
                container
                        .getDockerClient()
                        .startContainerCmd(container.getContainerId())
                        .exec();
            }
            awaitAnswer(PATIENCE);
        }

        private static String[] command() {
            List<String> command = new ArrayList<>(List.of("postgres"));
            settings(Map.of("fsync", "off"))
                    .forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
            return command.toArray(String[]::new);
        }

        private void awaitAnswer(Duration limit) {
            long deadline = System.nanoTime() + limit.toNanos();
            while (true) {
                try (Connection connection =
                        DriverManager.getConnection(jdbcUrl("postgres"), PrivatePostgres.OWNER, ownerPassword())) {
                    if (connection.isValid(5)) {
                        return;
                    }
                } catch (SQLException e) {
                    if (System.nanoTime() > deadline) {
                        throw new IllegalStateException("PostgreSQL does not come back", e);
                    }
                }
                pause();
            }
        }

        private static void pause() {
            try {
                Thread.sleep(Duration.ofMillis(100));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }

        private static int freePort() {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
