package com.tripsage.gateway.firstrun;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;

/** A PostgreSQL of its own and a standby that streams from it, to be paused, killed and promoted. */
public final class PostgresPair implements AutoCloseable {

    // What a crash of the machine would lose, no test asks for.
    private static final Map<String, String> SETTINGS = Map.of("fsync", "off", "full_page_writes", "off");

    private final PrivatePostgres primary;
    private final Installation installation;
    private final Path primaryData;
    private final DataFolder folder;
    private final ServerProcess standby;
    private final int port;

    private PostgresPair(Path path) throws IOException {
        FileSystemUtils.deleteRecursively(path);
        Files.createDirectories(path);
        primary = PrivatePostgres.startIn(path.resolve("primary"), SETTINGS);
        primaryData = new DataFolder(path.resolve("primary")).cluster();
        folder = new DataFolder(path.resolve("standby"));
        installation = Installations.forDataIn(folder);
        standby = new ServerProcess(folder, installation);
        port = freePort();
    }

    /** Both, the standby with all that the primary has. */
    public static PostgresPair startIn(Path path) throws IOException {
        var pair = new PostgresPair(path);
        pair.copy();
        pair.startStandby();
        return pair;
    }

    private void copy() throws IOException {
        folder.create();
        Files.createDirectories(folder.log());
        String source = primary.jdbcUrl("postgres")
                .replace("jdbc:", "")
                .replace("//", "//" + PrivatePostgres.OWNER + ":" + ownerPassword() + "@");
        installation
                .command("pg_basebackup", List.of("-D", folder.cluster().toString(), "-R", "-c", "fast", "-d", source))
                .run();
        new Cluster(folder, installation, SETTINGS).configure(port);
    }

    /** The URL of whichever is the primary. */
    public String primaryUrl() {
        return primary.jdbcUrl(PrivatePostgres.DATABASE)
                        .replace("/" + PrivatePostgres.DATABASE, ",127.0.0.1:" + port + "/" + PrivatePostgres.DATABASE)
                + "?targetServerType=primary";
    }

    public String standbyUrl() {
        return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, PrivatePostgres.DATABASE);
    }

    public String ownerPassword() {
        return primary.ownerPassword();
    }

    /** Runs SQL as the superuser on the one that is the primary. */
    public void onPrimary(String sql) {
        execute(primaryUrl(), sql);
    }

    /** Runs SQL as the superuser on the standby. */
    public void onStandby(String sql) {
        execute(standbyUrl(), sql);
    }

    /** Has the standby replay on, where it was told to pause. */
    public void resume() {
        onStandby("do $$ begin if pg_is_in_recovery() then perform pg_wal_replay_resume(); end if; end $$");
    }

    private void execute(String url, String sql) {
        try (Connection connection = DriverManager.getConnection(url, PrivatePostgres.OWNER, ownerPassword());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Has the standby's processes do nothing, with all their connections open. */
    public void freezeStandby() {
        signalStandby("-STOP");
    }

    public void thawStandby() {
        signalStandby("-CONT");
    }

    private void signalStandby(String signal) {
        try {
            long postmaster = Long.parseLong(Files.readAllLines(folder.cluster().resolve("postmaster.pid"))
                    .getFirst());
            List<String> words = new ArrayList<>(List.of("kill", signal));
            Stream.concat(
                            Stream.of(postmaster),
                            ProcessHandle.of(postmaster)
                                    .orElseThrow()
                                    .descendants()
                                    .map(ProcessHandle::pid))
                    .map(String::valueOf)
                    .forEach(words::add);
            Command.of(words).run();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public void killStandby() {
        kill(folder.cluster());
    }

    public void startStandby() {
        Command.Result result = standby.start();
        if (!result.succeeded()) {
            throw new IllegalStateException(result.output() + standby.recentLog());
        }
    }

    public void killPrimary() {
        kill(primaryData);
    }

    private void kill(Path data) {
        installation
                .command("pg_ctl", List.of("stop", "-D", data.toString(), "-m", "immediate"))
                .run();
    }

    public void promoteStandby() {
        installation
                .command(
                        "pg_ctl",
                        List.of("promote", "-w", "-D", folder.cluster().toString()))
                .run();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        standby.stop();
        primary.close();
    }
}
