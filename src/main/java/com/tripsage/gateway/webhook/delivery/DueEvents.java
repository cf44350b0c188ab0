package com.tripsage.gateway.webhook.delivery;

import com.tripsage.gateway.changelog.Change;
import com.tripsage.gateway.changelog.ChangeLog;
import com.tripsage.gateway.changelog.ChangePage;
import com.tripsage.gateway.changelog.Cursor;
import com.tripsage.gateway.database.Access;
import com.tripsage.gateway.database.Deadline;
import com.tripsage.gateway.database.Transactions;
import com.tripsage.gateway.event.TripEventKind;
import com.tripsage.gateway.security.Caller;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** What is due to a webhook, read as its owner under row-level security: the changes behind a cursor, and each one again when it is sent. */
@Repository
class DueEvents {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int PAGE = 100;

    private final ChangeLog log;
    private final JdbcClient jdbc;
    private final Transactions transactions;
    private final JsonMapper json;

    DueEvents(ChangeLog log, JdbcClient jdbc, Transactions transactions, JsonMapper json) {
        this.log = log;
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.json = json;
    }

    ChangePage after(Lease lease, String cursor) {
        Cursor from = log.parse(cursor);
        return asOwner(lease, () -> log.changes(TripEventKind.SCOPE, lease.tripId(), from, null, PAGE));
    }

    /** The message for a change; empty where the owner may not see it any more. */
    Optional<Message> message(Lease lease, Change change) {
        Optional<TripSummary> trip = TripEventKind.of(change) == TripEventKind.TRIP_DELETED
                ? Optional.empty()
                : trip(lease, change.tripId());
        return trip.isEmpty() && !isLast(lease, change)
                ? Optional.empty()
                : Optional.of(Message.of(lease.webhook(), change, trip.orElse(null), json));
    }

    /** Whether nothing follows a change any more: of the one trip that it is about, which is gone for the owner. */
    boolean isEnd(Lease lease, Change change) {
        return lease.tripId() != null
                && isLast(lease, change)
                && trip(lease, change.tripId()).isEmpty();
    }

    /** The last that the owner is told of a trip, unless it is shared with the owner again. */
    private static boolean isLast(Lease lease, Change change) {
        TripEventKind kind = TripEventKind.of(change);
        return kind == TripEventKind.TRIP_DELETED
                || (kind == TripEventKind.MEMBER_REMOVED && change.rowId().equals(lease.userId()));
    }

    private Optional<TripSummary> trip(Lease lease, @Nullable UUID id) {
        return asOwner(lease, () -> jdbc.sql(
                        "select id, title, status, start_date, end_date, version, updated_at from public.trips where id = :id")
                .param("id", id)
                .query((row, _) -> new TripSummary(
                        row.getObject(1, UUID.class),
                        row.getString(2),
                        row.getString(3).toUpperCase(Locale.ROOT),
                        row.getObject(4, LocalDate.class),
                        row.getObject(5, LocalDate.class),
                        row.getInt(6),
                        row.getObject(7, OffsetDateTime.class)))
                .optional());
    }

    private <T> T asOwner(Lease lease, Supplier<T> work) {
        UUID user = lease.userId();
        var owner = new Caller(user, null, "{\"sub\": \"" + user + "\", \"role\": \"authenticated\"}");
        return transactions.run(owner, Access.READ, Deadline.after(TIMEOUT), _ -> work.get());
    }
}
