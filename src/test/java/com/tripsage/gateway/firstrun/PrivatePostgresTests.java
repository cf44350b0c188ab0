package com.tripsage.gateway.firstrun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivatePostgresTests {

    private final List<AutoCloseable> opened = new ArrayList<>();

    @TempDir
    private Path temporary = Path.of("");

    private Path folder = Path.of("");

    @BeforeEach
    void isPrivate() {
        assumeThat(System.getProperty("postgres", "private")).isEqualTo("private");
        folder = temporary.resolve("a data folder");
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable closeable : opened) {
            closeable.close();
        }
    }

    @Test
    void servesVectorsAndTheOtherExtensions() throws SQLException {
        PrivatePostgres postgres = start();

        execute(postgres, "create extension vector");
        execute(postgres, "create extension pg_trgm");
        execute(postgres, "create extension pgcrypto");
        execute(postgres, "create extension \"uuid-ossp\"");

        assertThat(query(postgres, "select '[1,2]'::vector <=> '[1,2]'::vector"))
                .isEqualTo("0");
        assertThat(query(postgres, "show server_encoding")).isEqualTo("UTF8");
        assertThat(query(postgres, "select lower('ÄÉ')")).isIn("äé", "ÄÉ");
    }

    @Test
    void keepsItsDataAndIsInitialisedOnce() throws SQLException, IOException {
        PrivatePostgres first = start();
        execute(first, "create table kept as select 42 as answer");
        FileTime initialised = Files.getLastModifiedTime(folder.resolve("postgresql/PG_VERSION"));
        first.close();

        PrivatePostgres second = start();

        assertThat(query(second, "select answer from kept")).isEqualTo("42");
        assertThat(Files.getLastModifiedTime(folder.resolve("postgresql/PG_VERSION")))
                .isEqualTo(initialised);
    }

    @Test
    void comesBackOnTheSamePort() throws SQLException {
        PrivatePostgres postgres = start();
        String url = postgres.jdbcUrl("postgres");
        postgres.stop();
        assertThatThrownBy(() -> query(postgres, "select 1")).isInstanceOf(SQLException.class);

        postgres.start();

        assertThat(postgres.jdbcUrl("postgres")).isEqualTo(url);
        assertThat(query(postgres, "select 1")).isEqualTo("1");
    }

    @Test
    void takesOverFromAKilledGateway() throws Exception {
        assumeThat(Files.isDirectory(Path.of("/proc/self"))).isTrue();
        Process gateway = anotherGateway();
        awaitReady(gateway);
        long leftOver = postmaster();
        gateway.destroyForcibly().waitFor();
        assertThat(ProcessHandle.of(leftOver)).isPresent();

        PrivatePostgres postgres = start();

        assertThat(query(postgres, "select 1")).isEqualTo("1");
        assertThat(postmaster()).isNotEqualTo(leftOver);
        // Where nobody buries it, the process stays in the table without a program.
        assertThat(ProcessHandle.of(leftOver).flatMap(process -> process.info().command()))
                .isEmpty();
    }

    @Test
    void startsAfterPostgresItselfWasKilled() throws SQLException, IOException {
        PrivatePostgres postgres = start();
        execute(postgres, "create table kept as select 42 as answer");
        ProcessHandle.of(postmaster()).orElseThrow().destroyForcibly();

        postgres.start();

        assertThat(query(postgres, "select answer from kept")).isEqualTo("42");
    }

    @Test
    void isNotMistakenForTheProgramThatHasItsNumberNow() throws SQLException, IOException {
        PrivatePostgres first = start();
        Path file = folder.resolve("postgresql/postmaster.pid");
        String content = Files.readString(file);
        first.close();
        Process innocent = new ProcessBuilder("sleep", "60").start();
        opened.add(innocent::destroy);
        Files.writeString(file, content.replaceFirst("\\d+", Long.toString(innocent.pid())));

        PrivatePostgres second = start();

        assertThat(query(second, "select 1")).isEqualTo("1");
        assertThat(innocent.isAlive()).isTrue();
    }

    @Test
    void isInitialisedAgainAfterAnInterruption() throws SQLException, IOException {
        Files.createDirectories(folder.resolve("postgresql.incomplete/base"));
        Files.writeString(folder.resolve("postgresql.incomplete/PG_VERSION"), "17");

        assertThat(query(start(), "select 1")).isEqualTo("1");
        assertThat(folder.resolve("postgresql.incomplete")).doesNotExist();
    }

    @Test
    void refusesASecondGatewayInTheSameFolder() {
        start();

        assertThatThrownBy(this::start)
                .isInstanceOf(FirstRunFailed.class)
                .hasMessageContaining("Another gateway uses the data folder");
    }

    @Test
    void refusesAGatewayOfAnotherProcess() throws Exception {
        awaitReady(anotherGateway());

        assertThatThrownBy(this::start)
                .isInstanceOf(FirstRunFailed.class)
                .hasMessageContaining("Another gateway uses the data folder");
    }

    @Test
    void keepsItsSecretsToItself() throws IOException, SQLException {
        PrivatePostgres postgres = start();
        DataFolder data = new DataFolder(folder);

        assertThat(data.jwtSecret()).hasSizeGreaterThanOrEqualTo(43).isEqualTo(data.jwtSecret());
        assertThat(data.encryptionKey()).isEqualTo(data.encryptionKey());
        assertThat(data.gatewayPassword()).isNotEqualTo(data.ownerPassword());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx------");
        for (String secret : List.of("jwt-secret", "encryption-key", "owner-password", "gateway-password")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(secret))))
                    .isEqualTo("rw-------");
        }
        assertThatThrownBy(() -> DriverManager.getConnection(postgres.jdbcUrl("postgres"), "tripsage", "guessed"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("password authentication failed");
    }

    private PrivatePostgres start() {
        PrivatePostgres postgres = PrivatePostgres.startIn(folder, Map.of("fsync", "off"));
        opened.add(postgres);
        return postgres;
    }

    private Process anotherGateway() throws IOException {
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        opened.add(() -> {
            process.destroy();
            process.waitFor();
        });
        return process;
    }

    private static void awaitReady(Process process) {
        assertThat(process.inputReader().lines()).contains(Holder.READY);
    }

    private long postmaster() throws IOException {
        try (var lines = Files.lines(folder.resolve("postgresql/postmaster.pid"))) {
            return Long.parseLong(lines.findFirst().orElseThrow());
        }
    }

    private static void execute(PrivatePostgres postgres, String sql) throws SQLException {
        try (Connection connection = connect(postgres);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String query(PrivatePostgres postgres, String sql) throws SQLException {
        try (Connection connection = connect(postgres);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getString(1);
        }
    }

    private static Connection connect(PrivatePostgres postgres) throws SQLException {
        return DriverManager.getConnection(
                postgres.jdbcUrl(PrivatePostgres.DATABASE), PrivatePostgres.OWNER, postgres.ownerPassword());
    }

    /** A gateway in another process, as far as the folder can tell. */
    static final class Holder {

        static final String READY = "ready";

        private Holder() {}

        public static void main(String[] args) throws InterruptedException {
            PrivatePostgres postgres = PrivatePostgres.startIn(Path.of(args[0]), Map.of("fsync", "off"));
            Runtime.getRuntime().addShutdownHook(new Thread(postgres::close));
            System.out.println(READY);
            System.out.close();
            Thread.currentThread().join();
        }
    }
}
