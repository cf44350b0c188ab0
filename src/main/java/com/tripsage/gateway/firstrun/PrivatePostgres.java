package com.tripsage.gateway.firstrun;

import com.tripsage.gateway.process.Ending;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A private PostgreSQL server on a data folder, which belongs to one process at a time.
 *
 * <p>The server is started through pg_ctl, in a session of its own: Ctrl-C in a terminal reaches the gateway only, which stops
 * the server when nothing needs it any more. One that a killed gateway left behind is stopped before the next start.
 */
public final class PrivatePostgres implements AutoCloseable {

    /** The owner of the database, who is the superuser of this private server. */
    public static final String OWNER = "tripsage";

    /** The login of the gateway, which the migrations create. */
    public static final String GATEWAY = "authenticator";

    public static final String DATABASE = "tripsage";

    private static final Logger LOG = LoggerFactory.getLogger(PrivatePostgres.class);

    private static final int ATTEMPTS = 5;

    private final DataFolder folder;
    private final FolderLock lock;
    private final Installation installation;
    private final Cluster cluster;
    private final ServerProcess server;

    private int port;
    private boolean wanted;

    private PrivatePostgres(
            DataFolder folder, FolderLock lock, Map<String, String> settings, Installation installation) {
        this.folder = folder;
        this.lock = lock;
        this.installation = installation;
        this.cluster = new Cluster(folder, installation, settings);
        this.server = new ServerProcess(folder, installation);
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
        FolderLock lock = FolderLock.of(folder);
        PrivatePostgres postgres;
        try {
            postgres = new PrivatePostgres(folder, lock, Map.copyOf(settings), Installations.forDataIn(folder));
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
        Ending.evenInHaste(postgres::abandon);
        try {
            postgres.cluster.initialise();
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
        Stopwatch time = Stopwatch.started();
        server.stopLeftOver();
        for (int attempt = 1; ; attempt++) {
            int candidate = port == 0 ? freePort() : port;
            cluster.configure(candidate);
            Command.Result result = server.start();
            if (result.succeeded()) {
                port = candidate;
                LOG.info(
                        "PostgreSQL {} runs in {} on port {} after {} ms",
                        installation.version(),
                        folder.path(),
                        port,
                        time.millis());
                return;
            }
            String output = result.output() + server.recentLog();
            if (attempt == ATTEMPTS || !mayPass(output)) {
                throw new FirstRunFailed("PostgreSQL %s does not start in %s:%n%s"
                        .formatted(installation.version(), folder.path(), Command.tail(output)));
            }
            pause();
        }
    }

    /** Stops the server and keeps the folder. */
    public synchronized void stop() {
        wanted = false;
        server.stop();
    }

    /** Starts the server again where it has ended and nobody stopped it. */
    synchronized void revive() {
        if (wanted && !server.isRunning()) {
            LOG.warn("PostgreSQL in {} has ended though nobody stopped it, and is started again", folder.path());
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
        if (lock.isHeld()) {
            stop();
            lock.close();
            LOG.info("PostgreSQL in {} is stopped", folder.path());
        }
    }

    /** Tells the server to stop, and doesn't wait for it: for a process that must end now. */
    private void abandon() {
        if (lock.isHeld()) {
            server.stopWithoutWaiting();
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
                    "The database in %s can't be used: %s".formatted(folder.path(), e.getMessage()), e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new FirstRunFailed("There is no free port for PostgreSQL: %s".formatted(e.getMessage()), e);
        }
    }

    /** Somebody took the port in between, or the last processes of a killed server are still about to end. */
    private static boolean mayPass(String output) {
        return output.contains("Address already in use") || output.contains("is still in use");
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
