package com.tripsage.gateway.database;

import com.zaxxer.hikari.HikariConfig;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The replica that the deployment names, with connections and a watch of its own. */
@Configuration(proxyBeanMethods = false)
@Conditional(ReplicaConfigured.class)
@EnableConfigurationProperties(ReplicaProperties.class)
class ReplicaConfiguration {

    /** The replica behind a pool with the settings of the primary's, which its own pool seals. */
    @Bean
    @DependsOnDatabaseInitialization
    Replica replica(
            HikariConfig poolSettings,
            JdbcConnectionDetails login,
            MeterRegistry meters,
            Pace pace,
            ReplicaProperties properties) {
        var settings = new HikariConfig();
        poolSettings.copyStateTo(settings);
        settings.setPoolName("replica");
        var pool = new ConnectionPool(
                settings,
                new ObservedDataSource(
                        DatabaseConfiguration.server(login, properties.checked().url())),
                pace,
                meters,
                "replica connections",
                true);
        return new Replica(pool, properties.maxAge(), meters);
    }

    @Bean
    ReplicaWatch replicaWatch(
            Replica replica, Transactions transactions, DatabaseProperties properties, JdbcClient jdbc) {
        return new ReplicaWatch(replica, transactions, new Transactions(replica.pool(), null, properties), jdbc);
    }
}
