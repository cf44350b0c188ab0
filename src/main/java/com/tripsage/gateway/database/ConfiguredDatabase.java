package com.tripsage.gateway.database;

import com.tripsage.gateway.settings.SettingsInvalid;
import org.postgresql.Driver;
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
    FlywayConnectionDetails ownerLogin(Environment environment) {
        String user = environment.getProperty("spring.flyway.user");
        if (user == null) {
            throw new SettingsInvalid("The gateway's own role can't migrate the database: set SPRING_FLYWAY_USER and"
                    + " SPRING_FLYWAY_PASSWORD to the owner's, or SPRING_FLYWAY_ENABLED=false where something else"
                    + " migrates.");
        }
        return new OwnerLogin(
                url(environment, environment.containsProperty(OWNERS_URL) ? OWNERS_URL : "spring.datasource.url"),
                user,
                environment.getProperty("spring.flyway.password"));
    }

    /** Not shown where it is wrong: it may have a password in it. */
    private static String url(Environment environment, String property) {
        String url = environment.getRequiredProperty(property);
        if (Driver.parseURL(url, null) == null) {
            throw new SettingsInvalid(property + " is no URL of PostgreSQL's JDBC driver: write it as"
                    + " jdbc:postgresql://host:5432/database, with user and password in settings of their own.");
        }
        return url;
    }
}
