package com.tripsage.gateway.database;

import com.tripsage.gateway.command.Command;
import com.tripsage.gateway.command.Commands;
import com.tripsage.gateway.settings.SettingsInvalid;
import com.zaxxer.hikari.HikariConfig;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.callback.Callback;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The program's one data source, which knows the caller, over a pool that nobody else can reach. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DatabaseProperties.class)
class DatabaseConfiguration {

    private static final int CONNECT_TIMEOUT_SECONDS = 5;

    /** Longer than any statement may take: it only ends the wait for a server that vanished from the network. */
    private static final int SOCKET_TIMEOUT_SECONDS = 60;

    /** Refuses a start without a database in a sentence, before anything looks for one. */
    @Bean
    static BeanFactoryPostProcessor databaseIsConfigured() {
        return beans -> {
            if (beans.getBeanNamesForType(JdbcConnectionDetails.class, true, false).length == 0) {
                throw new SettingsInvalid(
                        "No database is configured: set SPRING_DATASOURCE_URL, SPRING_DATASOURCE_USERNAME"
                                + " and SPRING_DATASOURCE_PASSWORD to a PostgreSQL with pgvector.");
            }
        };
    }

    @Bean
    DataSource dataSource() {
        return new CallerDataSource();
    }

    @Bean
    @ConfigurationProperties("spring.datasource.hikari")
    HikariConfig poolSettings() {
        var config = new HikariConfig();
        config.setPoolName("gateway");
        return config;
    }

    @Bean
    Pace pace(DatabaseProperties properties) {
        return new Pace(properties.slowAfter(), Runtime.getRuntime().availableProcessors());
    }

    @Bean
    @DependsOnDatabaseInitialization
    ConnectionPool connectionPool(
            HikariConfig poolSettings, JdbcConnectionDetails login, MeterRegistry meters, Pace pace) {
        BoundLogin server = server(login, login.getJdbcUrl());
        server.checkAtOnce();
        return new ConnectionPool(poolSettings, new ObservedDataSource(server), pace, meters, "connections", false);
    }

    /** The server at an address, where row-level security binds the login. */
    static BoundLogin server(JdbcConnectionDetails login, String url) {
        var server = new PGSimpleDataSource();
        server.setApplicationName(name());
        server.setConnectTimeout(CONNECT_TIMEOUT_SECONDS);
        server.setSocketTimeout(SOCKET_TIMEOUT_SECONDS);
        server.setSocketFactory(CountedSockets.class.getName());
        server.setUrl(url);
        server.setUser(login.getUsername());
        server.setPassword(login.getPassword());
        return new BoundLogin(new FittingDatabase(server, FittingDatabase.newest()));
    }

    /** What {@code pg_stat_activity} shows, so that one can see which versions serve. */
    private static String name() {
        String version = DatabaseConfiguration.class.getPackage().getImplementationVersion();
        return version == null ? "tripsage-gateway" : "tripsage-gateway " + version;
    }

    @Bean
    Transactions transactions(ConnectionPool pool, ObjectProvider<Replica> replica, DatabaseProperties properties) {
        return new Transactions(pool, replica.getIfAvailable(), properties);
    }

    @Bean
    HealthChecks healthChecks(JdbcClient jdbc, Transactions transactions, MeterRegistry meters) {
        return new HealthChecks(jdbc, transactions, meters);
    }

    @Bean
    HealthIndicator databaseHealthIndicator(ConnectionPool pool, HealthChecks checks) {
        return new DatabaseHealthIndicator(pool, checks);
    }

    @Bean
    FlywayConfigurationCustomizer vectorIndex(DatabaseProperties properties) {
        String index = properties.vectorIndex().name().toLowerCase(Locale.ROOT);
        return flyway -> flyway.placeholders(Map.of("vectorindex", index));
    }

    /** Two minutes of statements that wait for three seconds, and of time for those behind them. */
    @Bean
    FlywayMigrationStrategy migration() {
        return new PatientMigration(15, Duration.ofSeconds(5));
    }

    @Bean(Commands.MIGRATE)
    @Lazy
    Command migrateCommand(Flyway flyway, FlywayMigrationStrategy migration) {
        return new MigrateCommand(flyway, migration);
    }

    @Bean
    Callback loginRole(JdbcConnectionDetails login) {
        return new LoginRole(login);
    }
}
