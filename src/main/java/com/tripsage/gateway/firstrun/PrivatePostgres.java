package com.tripsage.gateway.firstrun;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/**
 * A private PostgreSQL server on a data folder, which belongs to one process at a time.
 *
 * <p>The server is started through pg_ctl, in a session of its own: Ctrl-C in a terminal reaches the gateway only, which stops the
 * server when nothing needs it any more. One that a killed gateway left behind is stopped before the next start.
 */
public final class PrivatePostgres implements AutoCloseable {

    /** Owns the database, and is the superuser of this private server. */
    public static final String OWNER = "tripsage";

    /** The login of the gateway, which the migrations create. */
    public static final String GATEWAY = "authenticator";

    public static final String DATABASE = "tripsage";

    private static final Logger log = LoggerFactory.getLogger(PrivatePostgres.class);

    private static final int ATTEMPTS = 5;

    /** Those of this process whose folders it holds. */
    private static final Set<PrivatePostgres> HELD = ConcurrentHashMap.newKeySet();

    private static final Map<String, String> SETTINGS = Map.of(
            "listen_addresses", "127.0.0.1",
            "unix_socket_directories", "",
            "password_encryption", "scram-sha-256",
            "max_connections", "100",
            "shared_buffers", "128MB",
            "jit", "off");

    // One file for each day of the week, begun anew a week later: the log never grows for ever.
    private static final Map<String, String> LOG_SETTINGS = Map.of(
            "logging_collector", "on",
            "log_directory", "../log",
            "log_filename", "postgresql-%a.log",
            "log_rotation_age", "1d",
            "log_rotation_size", "0",
            "log_truncate_on_rotation", "on");

    private final DataFolder folder;

    private final DataFolder.Lock lock;

    private final Map<String, String> settings;

    private final Installation installation;

    private int port;

    private boolean wanted;

    private PrivatePostgres(
            DataFolder folder, DataFolder.Lock lock, Map<String, String> settings, Installation installation) {
        this.folder = folder;
        this.lock = lock;
        this.settings = settings;
        this.installation = installation;
        HELD.add(this);
    }

    /** A running server on the folder, installed and initialised where that is still to be done. */
    public static PrivatePostgres startIn(Path folder) {
        return startIn(folder, Map.of());
    }

    /**
     * A running server with other settings than the usual.
     *
     * @param settings go into PostgreSQL's configuration, after the usual ones
     */
    public static PrivatePostgres startIn(Path folder, Map<String, String> settings) {
        return startIn(new DataFolder(folder), settings);
    }

    static PrivatePostgres startIn(DataFolder folder) {
        return startIn(folder, Map.of());
    }

    private static PrivatePostgres startIn(DataFolder folder, Map<String, String> settings) {
        DataFolder.Lock lock = folder.lock();
        PrivatePostgres postgres;
        try {
            postgres = new PrivatePostgres(folder, lock, Map.copyOf(settings), installationFor(folder));
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
        try {
            postgres.initialise();
            postgres.start();
            postgres.createDatabase();
            return postgres;
        } catch (RuntimeException e) {
            postgres.close();
            throw e;
        }
    }

    public String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database);
    }

    public String ownerPassword() {
        return folder.ownerPassword();
    }

    public String gatewayPassword() {
        return folder.gatewayPassword();
    }

    /** Starts the server again, on the port it had. */
    public synchronized void start() {
        wanted = true;
        long start = System.nanoTime();
        stopLeftOver();
        for (int attempt = 1; ; attempt++) {
            int candidate = port == 0 ? freePort() : port;
            configure(candidate);
            Command.Result result = pgCtl(
                    "start",
                    "-w",
                    "-t",
                    "60",
                    "-l",
                    folder.path().resolve("log/start.log").toString());
            if (result.succeeded()) {
                port = candidate;
                log.info(
                        "PostgreSQL {} runs in {} on port {} after {} ms",
                        installation.version(),
                        folder.path(),
                        port,
                        millisSince(start));
                return;
            }
            if (attempt == ATTEMPTS || !mayPass(result)) {
                throw new FirstRunFailed("PostgreSQL %s does not start in %s:%n%s"
                        .formatted(installation.version(), folder.path(), Command.tail(result.output() + recentLog())));
            }
            pause();
        }
    }

    /** Stops the server and keeps the folder. */
    public synchronized void stop() {
        wanted = false;
        if (isRunning()) {
            stopRunning();
        }
    }

    /** Starts the server again where it has ended and nobody stopped it. */
    synchronized void revive() {
        if (wanted && !isRunning()) {
            log.warn("PostgreSQL in {} has ended though nobody stopped it, and is started again", folder.path());
            start();
        }
    }

    public synchronized void restart() {
        stop();
        start();
    }

    /** Stops the server and lets others have the folder. */
    @Override
    public synchronized void close() {
        if (lock.channel().isOpen()) {
            stop();
            lock.close();
            HELD.remove(this);
            log.info("PostgreSQL in {} is stopped", folder.path());
        }
    }

    /** Tells every server of this process to stop, and waits for none: for a process that must end now. */
    public static void abandonAll() {
        HELD.forEach(postgres -> postgres.pgCtl("stop", "-m", "fast", "-W"));
    }

    private static Installation installationFor(DataFolder folder) {
        Integer major = majorOf(folder);
        return Installation.onThisMachine(major)
                .or(() ->
                        major == null || major == PrivateInstallation.MAJOR ? privateInstallation() : Optional.empty())
                .orElseThrow(() -> new FirstRunFailed(
                        major == null
                                ? "The gateway found no PostgreSQL 15 or newer with pgvector 0.8 or newer, and can fetch one by itself only on Debian. Install both (postgresql-17-pgvector with apt, postgresql@17 and pgvector with Homebrew), run `docker compose up`, or set SPRING_DATASOURCE_URL."
                                : "The data in %s was written by PostgreSQL %d, which is not installed with pgvector 0.8 or newer any more. Install it, or set GATEWAY_EMBEDDED_DATA to another folder."
                                        .formatted(folder.path(), major)));
    }

    private static Optional<Installation> privateInstallation() {
        try {
            return PrivateInstallation.findOrInstall();
        } catch (FirstRunFailed e) {
            throw new FirstRunFailed(
                    "%s%nInstall PostgreSQL 15 or newer with pgvector 0.8 or newer yourself, or set SPRING_DATASOURCE_URL."
                            .formatted(e.getMessage()),
                    e);
        }
    }

    private static @Nullable Integer majorOf(DataFolder folder) {
        Path version = folder.cluster().resolve("PG_VERSION");
        try {
            return Files.exists(version)
                    ? Integer.valueOf(Files.readString(version).strip())
                    : null;
        } catch (IOException | NumberFormatException e) {
            throw new FirstRunFailed("%s cannot be read: %s".formatted(version, e), e);
        }
    }

    // The cluster is made aside and renamed, so that one which was interrupted is not taken for a whole one.
    private void initialise() {
        if (Files.exists(folder.cluster())) {
            return;
        }
        long start = System.nanoTime();
        Path draft = folder.path().resolve("postgresql.incomplete");
        Path password = folder.path().resolve("owner-password");
        folder.ownerPassword();
        try {
            FileSystemUtils.deleteRecursively(draft);
            Files.createDirectories(folder.log());
            List<String> command =
                    new ArrayList<>(List.of(installation.program("initdb"), "--pgdata", draft.toString()));
            command.addAll(List.of("--username", OWNER, "--pwfile", password.toString(), "--auth", "scram-sha-256"));
            command.addAll(List.of("--encoding", "UTF8", "--no-locale"));
            if (installation.major() >= 17) {
                command.addAll(List.of("--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"));
            }
            Command.of(asNobodyWhenRoot(command)).run();
            Files.writeString(
                    draft.resolve("postgresql.conf"),
                    "%n# written anew at every start%ninclude 'gateway.conf'%n".formatted(),
                    StandardOpenOption.APPEND);
            Files.move(draft, folder.cluster(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new FirstRunFailed("The data folder %s cannot be initialised: %s".formatted(folder.path(), e), e);
        }
        log.info("Initialised {} in {} ms", folder.cluster(), millisSince(start));
    }

    private void configure(int candidate) {
        StringBuilder configuration = new StringBuilder("port = %d%n".formatted(candidate));
        Stream.of(SETTINGS, LOG_SETTINGS, settings)
                .flatMap(group -> group.entrySet().stream())
                .forEach(
                        setting -> configuration.append("%s = '%s'%n".formatted(setting.getKey(), setting.getValue())));
        try {
            Files.createDirectories(folder.log());
            Files.writeString(folder.cluster().resolve("gateway.conf"), configuration);
            Files.deleteIfExists(folder.log().resolve("start.log"));
        } catch (IOException e) {
            throw new FirstRunFailed("The data folder %s cannot be written: %s".formatted(folder.path(), e), e);
        }
    }

    private void createDatabase() {
        try (Connection connection = DriverManager.getConnection(jdbcUrl("postgres"), OWNER, ownerPassword());
                Statement statement = connection.createStatement();
                ResultSet found =
                        statement.executeQuery("select 1 from pg_database where datname = '%s'".formatted(DATABASE))) {
            if (!found.next()) {
                statement.execute("create database %s".formatted(DATABASE));
            }
        } catch (SQLException e) {
            throw new FirstRunFailed(
                    "The database in %s cannot be used: %s".formatted(folder.path(), e.getMessage()), e);
        }
    }

    // The folder is locked, so whoever serves it has lost its gateway, and may have queries of it under way.
    private void stopLeftOver() {
        Optional<Long> process = postmaster();
        if (process.isEmpty()) {
            return;
        }
        if (isRunning()) {
            log.info("Stopping the PostgreSQL that an earlier gateway left running in {}", folder.path());
            stopRunning();
        } else if (ProcessHandle.of(process.get()).isPresent()) {
            // The number belongs to another program by now, which pg_ctl would take for the server.
            deletePostmasterFile();
        }
    }

    private boolean isRunning() {
        return postmaster()
                .flatMap(ProcessHandle::of)
                .filter(this::servesThisFolder)
                .isPresent();
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
        try (Stream<String> lines = Files.lines(folder.cluster().resolve("postmaster.pid"))) {
            return lines.findFirst().map(String::strip).map(Long::valueOf);
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private void deletePostmasterFile() {
        try {
            Files.deleteIfExists(folder.cluster().resolve("postmaster.pid"));
        } catch (IOException e) {
            throw new FirstRunFailed("The data folder %s cannot be written: %s".formatted(folder.path(), e), e);
        }
    }

    private void stopRunning() {
        Command.Result fast = pgCtl("stop", "-m", "fast", "-w", "-t", "30");
        if (!fast.succeeded() && isRunning()) {
            log.warn("PostgreSQL in {} did not stop within 30 s: {}", folder.path(), Command.tail(fast.output()));
            pgCtl("stop", "-m", "immediate", "-w", "-t", "30");
        }
    }

    private Command.Result pgCtl(String action, String... options) {
        List<String> command = new ArrayList<>(List.of(installation.program("pg_ctl"), action));
        command.addAll(List.of("-D", folder.cluster().toString()));
        command.addAll(List.of(options));
        return Command.of(asNobodyWhenRoot(command)).result();
    }

    // PostgreSQL refuses root. In a user namespace of its own root has no name, and still owns its files.
    private static List<String> asNobodyWhenRoot(List<String> command) {
        if (!"root".equals(System.getProperty("user.name"))) {
            return command;
        }
        List<String> unshare = List.of("unshare", "--user");
        if (!Command.of(Stream.concat(unshare.stream(), Stream.of("true")).toList())
                .result()
                .succeeded()) {
            throw new FirstRunFailed(
                    "PostgreSQL does not run as root, and this machine does not let root give up its name (`unshare --user` fails): start the gateway as an ordinary user");
        }
        return Stream.concat(unshare.stream(), command.stream()).toList();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new FirstRunFailed("There is no free port for PostgreSQL: %s".formatted(e.getMessage()), e);
        }
    }

    // Somebody took the port in between, or the last processes of a killed server are still about to end.
    private boolean mayPass(Command.Result result) {
        String words = result.output() + recentLog();
        return words.contains("Address already in use") || words.contains("is still in use");
    }

    private String recentLog() {
        try (Stream<Path> files = Files.list(folder.log())) {
            return files.max(Comparator.comparingLong(file -> file.toFile().lastModified()))
                    .map(PrivatePostgres::content)
                    .map(Command::tail)
                    .orElse("");
        } catch (IOException e) {
            return "";
        }
    }

    private static String content(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "";
        }
    }

    private static long millisSince(long start) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }

    private static void pause() {
        try {
            Thread.sleep(Duration.ofSeconds(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FirstRunFailed("Interrupted while PostgreSQL was starting", e);
        }
    }
}
