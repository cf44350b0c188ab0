package com.tripsage.gateway.database;

import com.tripsage.gateway.settings.SettingsInvalid;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Properties;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.postgresql.jdbc.SslMode;
import org.postgresql.util.PSQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.flyway.autoconfigure.FlywayConnectionDetails;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** The database that the deployment names: two logins, the gateway's and the owner's, who migrates. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("spring.datasource.url")
class ConfiguredDatabase {

    private static final Logger LOG = LoggerFactory.getLogger(ConfiguredDatabase.class);

    private static final String OWNERS_URL = "spring.flyway.url";

    @Bean
    JdbcConnectionDetails gatewayLogin(Environment environment) {
        return new GatewayLogin(
                url(environment, "spring.datasource.url"),
                environment.getProperty("spring.datasource.username"),
                environment.getProperty("spring.datasource.password"));
    }

    @Bean
    @ConditionalOnProperty(name = "spring.flyway.enabled", matchIfMissing = true)
    FlywayConnectionDetails ownerLogin(Environment environment, JdbcConnectionDetails gatewayLogin) {
        String user = environment.getProperty("spring.flyway.user");
        if (user == null) {
            throw new SettingsInvalid("The gateway's own role can't migrate the database: set SPRING_FLYWAY_USER and"
                    + " SPRING_FLYWAY_PASSWORD to the owner's, or SPRING_FLYWAY_ENABLED=false where something else"
                    + " migrates.");
        }
        return new OwnerLogin(
                environment.containsProperty(OWNERS_URL) ? url(environment, OWNERS_URL) : gatewayLogin.getJdbcUrl(),
                user,
                environment.getProperty("spring.flyway.password"));
    }

    /** Not shown where it is wrong: it may have a password in it. */
    private static String url(Environment environment, String property) {
        String url = environment.getRequiredProperty(property);
        Properties parts = Driver.parseURL(url, null);
        if (parts == null) {
            throw new SettingsInvalid(property + " is no URL of PostgreSQL's JDBC driver: write it as"
                    + " jdbc:postgresql://host:5432/database, with user and password in settings of their own.");
        }
        if (isOpen(parts, property)) {
            LOG.warn(
                    "Whoever is between here and the database can read the connection, or answer in its place: add"
                            + " sslmode=verify-full and sslrootcert to {}, or sslmode=disable where nobody is",
                    property);
        }
        return url;
    }

    /** Whether the connection leaves the machine, is not sure to reach the right server, and nobody has said that it may. */
    private static boolean isOpen(Properties url, String property) {
        try {
            SslMode mode = SslMode.of(url);
            return mode != SslMode.DISABLE && !mode.verifyCertificate() && !isLoopback(url);
        } catch (PSQLException unknownMode) {
            throw new SettingsInvalid(
                    property + " has an sslmode that there isn't (" + unknownMode.getMessage()
                            + "): write sslmode=verify-full, or sslmode=disable.",
                    unknownMode);
        }
    }

    private static boolean isLoopback(Properties url) {
        for (String host : String.valueOf(PGProperty.PG_HOST.getOrDefault(url)).split(",", -1)) {
            try {
                if (!InetAddress.getByName(host).isLoopbackAddress()) {
                    return false;
                }
            } catch (UnknownHostException elsewhere) {
                return false;
            }
        }
        return true;
    }
}
