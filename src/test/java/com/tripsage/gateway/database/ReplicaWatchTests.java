package com.tripsage.gateway.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.beans.factory.annotation.Autowired;

/** What is no replica, and isn't used as one. ReplicaTests has a real one. */
class ReplicaWatchTests extends DatabaseTest {

    private static final Duration MAX_AGE = Duration.ofSeconds(5);

    @Autowired
    private DatabaseProperties properties;

    /** Another gateway may reach it, and its answers have to have what is written here. */
    @Test
    void tellsPositionsWhereTheReplicaCannotBeReached() {
        var nowhere = new PGSimpleDataSource();
        nowhere.setUrl("jdbc:postgresql://127.0.0.1:1/nothing");
        var config = new HikariConfig();
        config.setMaximumPoolSize(2);
        try (var unreachable = new ConnectionPool(
                        config,
                        new ObservedDataSource(nowhere),
                        new Pace(Duration.ofMillis(20), 2),
                        new SimpleMeterRegistry(),
                        "nobody",
                        true);
                var replica = new Replica(unreachable, MAX_AGE, new SimpleMeterRegistry())) {
            new ReplicaWatch(replica, transactions, new Transactions(unreachable, null, properties), jdbc).round();

            assertThat(replica.isPositionTold()).isTrue();
            assertThat(replica.poolFor(UUID.randomUUID(), new Placement(null))).isNull();
        }
    }

    @Test
    void doesNotTakeAPrimaryForAReplica() {
        // not closed: the pool is everybody's
        var replica = new Replica(pool, MAX_AGE, new SimpleMeterRegistry());

        new ReplicaWatch(replica, transactions, transactions, jdbc).round();

        assertThat(replica.poolFor(UUID.randomUUID(), new Placement(null))).isNull();
    }
}
