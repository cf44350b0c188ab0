package com.tripsage.gateway.database;

import static org.awaitility.Awaitility.await;

import com.tripsage.gateway.TestCertificates.Issued;
import com.tripsage.gateway.firstrun.PrivatePostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** A PostgreSQL that takes no connection without TLS, and one of its roles only with a certificate. */
final class TlsPostgres implements AutoCloseable {

    /** The role that has to show a certificate. */
    static final String CERTIFIED = "certified";

    private static final String RULES = """
            hostnossl all all all reject
            hostssl all %s all cert
            hostssl all all all scram-sha-256
            """.formatted(CERTIFIED);

    private final PrivatePostgres postgres;

    private TlsPostgres(PrivatePostgres postgres) {
        this.postgres = postgres;
    }

    /**
     * A running server.
     *
     * @param clientAuthority signs the certificates of clients
     */
    static TlsPostgres start(Issued certificate, String clientAuthority) {
        Path folder = Path.of(System.getProperty("postgres.data", "target/postgres") + "-tls");
        var server = new TlsPostgres(PrivatePostgres.startIn(folder));
        server.write("ca.crt", clientAuthority);
        server.write("pg_hba.conf", RULES);
        server.execute("alter system set ssl_ca_file = 'ca.crt'");
        server.execute("alter system set ssl = on");
        server.install(certificate);
        return server;
    }

    /** Gives the server another certificate, while it runs. */
    void install(Issued certificate) {
        write("server.crt", certificate.certificatePem());
        write("server.key", certificate.keyPem());
        String before = loaded();
        execute("select pg_reload_conf()");
        await().atMost(Duration.ofSeconds(20)).until(() -> !loaded().equals(before));
    }

    /** Into the server's folder, as the server, whose key nobody else may read. */
    private void write(String file, String content) {
        execute("copy (select unnest(string_to_array('%s', E'\\n'))) to program 'umask 077; cat > %s'"
                .formatted(content.strip(), file));
    }

    /** When it read its settings: those of a new connection are the server's. */
    private String loaded() {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select pg_conf_load_time()")) {
            rows.next();
            return rows.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    void execute(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As the superuser, who takes whatever certificate there is. */
    private Connection connect() throws SQLException {
        return DriverManager.getConnection(
                postgres.jdbcUrl("postgres"), PrivatePostgres.OWNER, postgres.ownerPassword());
    }

    /** The address of a database, as a host and with what the driver shall do about TLS. */
    String url(String host, String database, String parameters) {
        return postgres.jdbcUrl(database).replace("127.0.0.1", host) + "?" + parameters;
    }

    String ownerPassword() {
        return postgres.ownerPassword();
    }

    @Override
    public void close() {
        postgres.close();
    }
}
