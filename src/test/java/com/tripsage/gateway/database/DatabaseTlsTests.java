package com.tripsage.gateway.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.tripsage.gateway.CommandRun;
import com.tripsage.gateway.GatewayApplication;
import com.tripsage.gateway.TestCertificates;
import com.tripsage.gateway.TestCertificates.Issued;
import com.tripsage.gateway.TestPostgres;
import com.tripsage.gateway.fernet.TestKeys;
import com.tripsage.gateway.firstrun.PrivatePostgres;
import com.tripsage.gateway.security.Tokens;
import com.tripsage.gateway.settings.SettingsInvalid;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** TLS to a real PostgreSQL that takes nothing else: whom the gateway connects to, and what it says where it doesn't. */
@ExtendWith(OutputCaptureExtension.class)
class DatabaseTlsTests {

    @TempDir
    private static Path folder;

    private static TestCertificates authority;
    private static TestCertificates stranger;
    private static Issued certificate;
    private static TlsPostgres server;

    private Path roots;

    @BeforeAll
    static void start() {
        authority = TestCertificates.authority(folder, "authority");
        stranger = TestCertificates.authority(folder, "stranger");
        certificate = authority.of("localhost");
        server = TlsPostgres.start(certificate, authority.pem());
        server.execute("drop role if exists " + TlsPostgres.CERTIFIED);
        server.execute("create role " + TlsPostgres.CERTIFIED + " login");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void trust() throws Exception {
        roots = Files.writeString(folder.resolve("roots.crt"), authority.pem());
    }

    @Test
    void connectsToTheRightServer() throws Exception {
        try (Connection connection = source("localhost", verified()).getConnection()) {
            assertThat(isEncrypted(connection)).isTrue();
        }
    }

    @Test
    void refusesAnotherHost() {
        assertRefused("127.0.0.1", verified(), "The database's certificate is another host's (The hostname 127.0.0.1");
    }

    @Test
    void refusesACertificateOfAnotherAuthority() throws Exception {
        Files.writeString(roots, stranger.pem());

        assertRefused(
                "localhost",
                verified(),
                "Nobody whom the gateway trusts has signed the database's certificate (SSL error: ");
    }

    @Test
    void refusesAnExpiredCertificate() {
        server.install(authority.expired());
        try {
            assertRefused("localhost", verified(), "The database's certificate is out of date (NotAfter: ");
        } finally {
            server.install(certificate);
        }
    }

    @Test
    void refusesAServerWithoutTls() {
        TestPostgres plain = TestPostgres.shared();

        assertThat(sentence(plain.jdbcUrl("postgres") + "?" + verified(), plain.ownerUser(), plain.ownerPassword()))
                .startsWith("The server has no TLS, which sslmode asks for (The server does not support SSL.)");
    }

    @Test
    void saysThatTheFileOfTheAuthorityIsMissing() throws Exception {
        Files.delete(roots);

        assertRefused(
                "localhost",
                verified(),
                "TLS with the database fails (Could not open SSL root certificate file " + roots);
    }

    @Test
    void saysThatTheFileOfTheAuthorityHasNoCertificate() throws Exception {
        Files.writeString(roots, "-----BEGIN CERTIFICATE-----\nnone\n-----END CERTIFICATE-----\n");

        assertRefused(
                "localhost", verified(), "TLS with the database fails (Loading the SSL root certificate " + roots);
    }

    @Test
    void saysThatTheServerTakesNothingElse() {
        assertRefused(
                "localhost",
                "sslmode=disable",
                "PostgreSQL takes no connection without TLS (FATAL: pg_hba.conf rejects");
    }

    @Test
    void saysThatTheServerWantsACertificate() {
        String url = server.url("localhost", "postgres", verified());

        assertThat(sentence(url, TlsPostgres.CERTIFIED, "any"))
                .startsWith("PostgreSQL asks for a certificate of the gateway's (FATAL: ")
                .contains("sslcert", "sslkey");
    }

    @Test
    void logsInWithACertificateAndNotWithOneOfAnotherAuthority() throws Exception {
        try (Connection connection =
                certified(authority.client(TlsPostgres.CERTIFIED)).getConnection()) {
            assertThat(isEncrypted(connection)).isTrue();
        }
        PGSimpleDataSource forged = certified(stranger.client(TlsPostgres.CERTIFIED));

        assertThatThrownBy(() -> new BoundLogin(forged).checkAtOnce())
                .isInstanceOf(SettingsInvalid.class)
                .hasMessageStartingWith("PostgreSQL asks for a certificate of the gateway's (");
    }

    @Test
    void saysThatOthersMayReadTheKey() throws Exception {
        PGSimpleDataSource source = certified(authority.client(TlsPostgres.CERTIFIED));
        Files.setPosixFilePermissions(folder.resolve("client.pk8"), PosixFilePermissions.fromString("rw-r--r--"));

        assertThatThrownBy(() -> new BoundLogin(source).checkAtOnce())
                .isInstanceOf(SettingsInvalid.class)
                .hasMessageStartingWith("TLS with the database fails (private key file")
                .hasMessageContaining("nobody else");
    }

    /** The server's is renewed by another authority, as when the old one ends: old connections go on, new ones see the new one. */
    @Test
    void readsTheAuthoritiesWithEachConnection() throws Exception {
        PGSimpleDataSource source = source("localhost", verified());
        try (Connection before = source.getConnection()) {
            server.install(stranger.of("localhost"));
            assertThat(isEncrypted(before)).isTrue();
            assertThatThrownBy(source::getConnection).hasMessageContaining("PKIX path building failed");

            Files.writeString(roots, authority.pem() + stranger.pem());

            try (Connection after = source.getConnection()) {
                assertThat(isEncrypted(after)).isTrue();
            }
            assertThat(isEncrypted(before)).isTrue();
        } finally {
            server.install(certificate);
        }
    }

    /** On a connection of its own, which the driver makes like the first. */
    @Test
    void cancelsAStatement() throws Exception {
        try (Connection connection = source("localhost", verified()).getConnection();
                Statement statement = connection.createStatement()) {
            CompletableFuture<Throwable> outcome =
                    CompletableFuture.supplyAsync(() -> catchThrowable(() -> statement.execute("select pg_sleep(60)")));
            while (!outcome.isDone()) {
                statement.cancel();
                Thread.sleep(50);
            }

            assertThat(outcome.join())
                    .isInstanceOfSatisfying(SQLException.class, cancelled -> assertThat(cancelled.getSQLState())
                            .isEqualTo("57014"));
        }
    }

    /** With both of its logins, its commands, and nothing in the log that anybody could use. */
    @Test
    void aGatewayStartsAndItsCommandsRun(CapturedOutput log) throws Exception {
        server.execute("drop database if exists served with (force)");
        server.execute("create database served");
        try (ConfigurableApplicationContext gateway = new SpringApplicationBuilder(GatewayApplication.class)
                .run(arguments(
                        "--server.port=0", "--logging.level.org.flywaydb=debug", "--logging.level.com.zaxxer=debug"))) {
            List<@Nullable Boolean> encrypted = JdbcClient.create(owner("served"))
                    .sql(
                            "select ssl from pg_stat_ssl join pg_stat_activity using (pid) where application_name = 'tripsage-gateway'")
                    .query(Boolean.class)
                    .list();
            assertThat(gateway.isRunning()).isTrue();
            assertThat(encrypted).isNotEmpty().containsOnly(true);

            assertThat(run("rotate-provider-keys")).startsWith("0 ");
        }
        assertThat(log).doesNotContain("not-to-be-seen", server.ownerPassword(), "isn't protected");

        Files.writeString(roots, stranger.pem());
        assertThat(run("rotate-provider-keys"))
                .startsWith("1 ")
                .contains("Nobody whom the gateway trusts has signed the database's certificate")
                .doesNotContain("\tat ");
    }

    private String run(String... command) {
        var out = new ByteArrayOutputStream();
        int code = CommandRun.of(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                Stream.concat(Stream.of(command), Stream.of(arguments())).toArray(String[]::new));
        return code + " " + out.toString(StandardCharsets.UTF_8);
    }

    private String[] arguments(String... more) {
        return Stream.concat(
                        Stream.of(
                                "--spring.datasource.url="
                                        + server.url("localhost", "served", verified() + "&sslpassword=not-to-be-seen"),
                                "--spring.datasource.username=gateway_login",
                                "--spring.datasource.password=not-to-be-seen",
                                "--spring.flyway.user=" + PrivatePostgres.OWNER,
                                "--spring.flyway.password=" + server.ownerPassword(),
                                "--gateway.embedding.provider=none",
                                "--gateway.encryption.keys=" + TestKeys.BOTH,
                                "--gateway.jwt.secret=" + Tokens.SECRET),
                        Stream.of(more))
                .toArray(String[]::new);
    }

    private PGSimpleDataSource owner(String database) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(server.url("localhost", database, verified()));
        source.setUser(PrivatePostgres.OWNER);
        source.setPassword(server.ownerPassword());
        return source;
    }

    private String verified() {
        return "sslmode=verify-full&sslrootcert=" + folder.resolve("roots.crt");
    }

    private static PGSimpleDataSource source(String host, String parameters) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setSocketFactory(CountedSockets.class.getName());
        source.setUrl(server.url(host, "postgres", parameters));
        source.setUser(PrivatePostgres.OWNER);
        source.setPassword(server.ownerPassword());
        return source;
    }

    private PGSimpleDataSource certified(Issued own) throws Exception {
        Path file = Files.writeString(folder.resolve("client.crt"), own.certificatePem());
        Path key = Files.write(folder.resolve("client.pk8"), own.key().getEncoded());
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(server.url("localhost", "postgres", verified() + "&sslcert=" + file + "&sslkey=" + key));
        source.setUser(TlsPostgres.CERTIFIED);
        return source;
    }

    private static boolean isEncrypted(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select ssl from pg_stat_ssl where pid = pg_backend_pid()")) {
            return rows.next() && rows.getBoolean(1);
        }
    }

    /** Both of the gateway's logins are told the same. */
    private void assertRefused(String host, String parameters, String beginning) {
        assertThat(sentence(server.url(host, "postgres", parameters), PrivatePostgres.OWNER, server.ownerPassword()))
                .startsWith(beginning);
        assertThatThrownBy(() -> new BoundLogin(source(host, parameters)).checkAtOnce())
                .isInstanceOf(SettingsInvalid.class)
                .hasMessageStartingWith(beginning);
    }

    private static String sentence(String url, String user, String password) {
        Throwable failure = catchThrowable(() -> Flyway.configure()
                .dataSource(url, user, password)
                .connectRetries(0)
                .load()
                .info());
        FailureAnalysis analysis = Objects.requireNonNull(new StartFailures().analyze(failure), failure::toString);
        assertThat(analysis.getDescription()).doesNotContain("\n", password);
        return analysis.getDescription();
    }
}
