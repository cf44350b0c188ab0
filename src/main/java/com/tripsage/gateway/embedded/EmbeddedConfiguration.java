package com.tripsage.gateway.embedded;

import com.tripsage.gateway.process.Ending;
import com.tripsage.gateway.security.Callers;
import java.time.Duration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.flyway.autoconfigure.FlywayConnectionDetails;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * The database where none is configured.
 *
 * <p>The pool and Flyway take their connection details from beans that depend on the server, so Spring closes the pool before it
 * stops the server.
 */
@Configuration(proxyBeanMethods = false)
@Conditional(NoDatabaseConfigured.class)
@EnableConfigurationProperties(EmbeddedProperties.class)
class EmbeddedConfiguration {

    @Bean
    DataFolder dataFolder(EmbeddedProperties properties) {
        return DataFolder.at(properties.data());
    }

    @Bean
    EmbeddedPostgres embeddedPostgres(DataFolder folder) {
        EmbeddedPostgres postgres = EmbeddedPostgres.startIn(folder);
        // A context that is interrupted while it starts is not always closed.
        Ending.afterAll(postgres::close);
        return postgres;
    }

    @Bean
    PostgresKeeper postgresKeeper(EmbeddedPostgres postgres, ApplicationEventPublisher events) {
        return new PostgresKeeper(postgres, events, Duration.ofSeconds(1));
    }

    @Bean
    JdbcConnectionDetails jdbcConnectionDetails(EmbeddedPostgres postgres) {
        return new GatewayLogin(postgres);
    }

    @Bean
    FlywayConnectionDetails flywayConnectionDetails(EmbeddedPostgres postgres) {
        return new OwnerLogin(postgres);
    }

    @Bean
    DemoData demoData(EmbeddedPostgres postgres, DataFolder folder, EmbeddedProperties properties) {
        return new DemoData(postgres, folder, properties.demo());
    }

    @Bean
    @ConditionalOnBooleanProperty(name = "gateway.embedded.demo", matchIfMissing = true)
    LentTokens lentTokens(DataFolder folder, Callers callers, Environment environment) {
        return new LentTokens(folder, callers, environment);
    }

    @Bean
    NewcomerHint newcomerHint(Environment environment) {
        return new NewcomerHint(environment);
    }

    private record GatewayLogin(EmbeddedPostgres postgres) implements JdbcConnectionDetails {

        @Override
        public String getJdbcUrl() {
            return postgres.jdbcUrl(EmbeddedPostgres.DATABASE);
        }

        @Override
        public String getUsername() {
            return EmbeddedPostgres.GATEWAY;
        }

        @Override
        public String getPassword() {
            return postgres.gatewayPassword();
        }
    }

    private record OwnerLogin(EmbeddedPostgres postgres) implements FlywayConnectionDetails {

        @Override
        public String getJdbcUrl() {
            return postgres.jdbcUrl(EmbeddedPostgres.DATABASE);
        }

        @Override
        public String getUsername() {
            return EmbeddedPostgres.OWNER;
        }

        @Override
        public String getPassword() {
            return postgres.ownerPassword();
        }
    }
}
