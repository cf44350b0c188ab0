package com.tripsage.gateway.firstrun;

import com.tripsage.gateway.database.GatewayLogin;
import com.tripsage.gateway.database.OwnerLogin;
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
@EnableConfigurationProperties(FirstRunProperties.class)
class FirstRunConfiguration {

    @Bean
    DataFolder dataFolder(FirstRunProperties properties) {
        return DataFolder.at(properties.data());
    }

    @Bean
    PrivatePostgres privatePostgres(DataFolder folder) {
        PrivatePostgres postgres = PrivatePostgres.startIn(folder);
        // A context that is interrupted while it starts is not always closed.
        Ending.afterAll(postgres::close);
        return postgres;
    }

    @Bean
    PostgresKeeper postgresKeeper(PrivatePostgres postgres, ApplicationEventPublisher events) {
        return new PostgresKeeper(postgres, events, Duration.ofSeconds(1));
    }

    @Bean
    JdbcConnectionDetails gatewayLogin(PrivatePostgres postgres) {
        return new GatewayLogin(
                postgres.jdbcUrl(PrivatePostgres.DATABASE), PrivatePostgres.GATEWAY, postgres.gatewayPassword());
    }

    @Bean
    FlywayConnectionDetails ownerLogin(PrivatePostgres postgres) {
        return new OwnerLogin(
                postgres.jdbcUrl(PrivatePostgres.DATABASE), PrivatePostgres.OWNER, postgres.ownerPassword());
    }

    @Bean
    DemoData demoData(PrivatePostgres postgres, DataFolder folder, FirstRunProperties properties) {
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
}
