package com.tripsage.gateway.torture;

import com.tripsage.gateway.GatewayProcess;
import com.tripsage.gateway.TestPostgres;
import com.tripsage.gateway.Wire;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Changes rows until it is told to stop, through a gateway or in SQL; whatever fails meanwhile, it goes on. */
abstract class Writer implements Runnable {

    private final String database;
    private final List<Deed> deeds;
    private final Map<String, Integer> outcomes = new TreeMap<>();
    private volatile boolean stopped;

    final Random random;

    private Writer(String database, long seed, Predicate<Deed> can) {
        this.database = database;
        this.deeds = Arrays.stream(Deed.values())
                .filter(can)
                .flatMap(deed -> Collections.nCopies(deed.weight(), deed).stream())
                .toList();
        this.random = new Random(seed);
    }

    @Override
    public void run() {
        while (!stopped) {
            try (Connection connection = TestPostgres.shared().connect(database)) {
                JdbcClient sql = JdbcClient.create(new SingleConnectionDataSource(connection, true));
                while (!stopped) {
                    write(connection, sql);
                    Thread.sleep(random.nextInt(20, 80));
                }
            } catch (SQLException | DataAccessException failure) {
                count("failed: PostgreSQL");
                sleepAfterFailure();
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    abstract void write(Connection connection, JdbcClient sql) throws SQLException, InterruptedException;

    void stop() {
        stopped = true;
    }

    final void count(String outcome) {
        outcomes.merge(outcome, 1, Integer::sum);
    }

    /** What came of its attempts; to be asked after its end. */
    Map<String, Integer> outcomes() {
        return outcomes;
    }

    final Deed deed() {
        return deeds.get(random.nextInt(deeds.size()));
    }

    final String text() {
        return "text " + random.nextInt();
    }

    final List<Target> targets(JdbcClient sql, Deed deed) {
        return sql.sql(deed.query())
                .query((row, number) -> new Target(
                        row.getObject("trip", UUID.class),
                        row.getObject("owner", UUID.class),
                        row.getObject("row", UUID.class),
                        row.getString("email")))
                .list();
    }

    private static void sleepAfterFailure() {
        try {
            Thread.sleep(200);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    record Target(UUID trip, UUID owner, UUID row, String email) {}

    /** Writes as the owner of the trip. */
    static final class ThroughGateway extends Writer {

        private final GatewayProcess gateway;
        private final Map<UUID, String> tokens;

        ThroughGateway(String database, long seed, GatewayProcess gateway, Map<UUID, String> tokens) {
            super(database, seed, Deed::isMutation);
            this.gateway = gateway;
            this.tokens = tokens;
        }

        @Override
        void write(Connection connection, JdbcClient sql) {
            Deed deed = deed();
            for (Target target : targets(sql, deed)) {
                Map<String, ?> variables =
                        Map.of("trip", target.trip(), "row", target.row(), "email", target.email(), "text", text());
                try {
                    List<String> codes = new Wire(gateway.port(), Objects.requireNonNull(tokens.get(target.owner())))
                            .send(deed.document(), variables)
                            .codes();
                    count(codes.isEmpty() ? "committed" : "refused: " + codes);
                } catch (UncheckedIOException gatewayIsGone) {
                    count("failed: gateway");
                    sleepAfterFailure();
                }
            }
        }
    }

    /** Writes several rows in a transaction, which at times commits late, or never. */
    static final class InSql extends Writer {

        InSql(String database, long seed) {
            super(database, seed, deed -> true);
        }

        @Override
        void write(Connection connection, JdbcClient sql) throws SQLException, InterruptedException {
            connection.setAutoCommit(false);
            int changes = random.nextInt(1, 4);
            int rows = 0;
            for (int n = 0; n < changes; n++) {
                Deed deed = deed();
                for (Target target : targets(sql, deed)) {
                    rows += sql.sql(deed.sql())
                            .param("trip", target.trip())
                            .param("owner", target.owner())
                            .param("row", target.row())
                            .param("text", text())
                            .update();
                }
            }
            boolean late = random.nextInt(8) == 0;
            if (late) {
                Thread.sleep(random.nextInt(200, 3000));
            }
            if (random.nextInt(8) == 0) {
                connection.rollback();
                count("rolled back");
            } else {
                connection.commit();
                count(late ? "committed late" : "committed");
            }
            outcomes().merge("rows", rows, Integer::sum);
        }
    }
}
