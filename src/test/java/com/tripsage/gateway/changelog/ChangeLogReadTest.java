package com.tripsage.gateway.changelog;

import com.tripsage.gateway.RunningGateway;
import com.tripsage.gateway.TestPostgres;
import com.tripsage.gateway.database.Access;
import com.tripsage.gateway.database.Deadline;
import com.tripsage.gateway.database.Transactions;
import com.tripsage.gateway.security.Caller;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The set-up of tests that read the change log as callers do, while others write. */
@Timeout(60)
abstract class ChangeLogReadTest extends RunningGateway {

    @Autowired
    ChangeLog log;

    @Autowired
    @Qualifier("tripEvents")
    Scope trips;

    @Autowired
    @Qualifier("chatMessages")
    Scope chats;

    @Autowired
    Transactions transactions;

    @Autowired
    JdbcClient jdbc;

    Caller ada;
    UUID trip;

    @BeforeEach
    void plan() {
        ada = arrive();
        trip = UUID.randomUUID();
        sql("insert into trips (id, user_id, title) values ('%s', '%s', 'Lisbon')".formatted(trip, ada.id()));
    }

    /** Only what concerns the trip of the test. */
    ChangePage tail(Cursor from) {
        ChangePage page = log.tail(from, 10_000);
        return new ChangePage(
                page.changes().stream()
                        .filter(change -> trip.equals(change.tripId()))
                        .toList(),
                page.next(),
                page.hasMore());
    }

    ChangePage tail(Cursor from, int limit) {
        return log.tail(from, limit);
    }

    ChangePage read(Caller caller, @Nullable Cursor after, @Nullable Cursor upTo, int limit) {
        return transactions.run(
                caller, Access.READ, soon(), transaction -> log.changes(trips, trip, after, upTo, limit));
    }

    ChangePage chat(Caller caller, Cursor after, UUID session) {
        return transactions.run(
                caller, Access.READ, soon(), transaction -> log.changes(chats, session, after, null, 100));
    }

    static List<Long> ids(List<Change> changes) {
        return changes.stream().map(Change::id).toList();
    }

    UUID addFlight() {
        UUID id = UUID.randomUUID();
        sql("insert into flights (id, trip_id) values ('%s', '%s')".formatted(id, trip));
        return id;
    }

    Caller arrive() {
        UUID id = UUID.randomUUID();
        sql("insert into users (id, email) values ('%1$s', '%1$s@example.com')".formatted(id));
        return new Caller(id, id + "@example.com", "{\"sub\":\"%s\"}".formatted(id));
    }

    void sql(String sql) {
        superuser().sql(sql).update();
    }

    Connection begin() throws SQLException {
        Connection connection = TestPostgres.shared().connect(environment.getRequiredProperty("test.database"));
        connection.setAutoCommit(false);
        return connection;
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Without a lock that other changes of the trip wait for. */
    static void change(Connection connection, UUID flight) throws SQLException {
        execute(connection, "update flights set price = 1 where id = '%s'".formatted(flight));
    }

    static Deadline soon() {
        return Deadline.after(Duration.ofSeconds(20));
    }
}
