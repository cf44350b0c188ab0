package com.tripsage.gateway.webhook.delivery;

import com.tripsage.gateway.event.TripEventKind;
import com.tripsage.gateway.value.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The right to send to a webhook for some time, with what is needed for it.
 *
 * @param token names the lease, which another gateway takes over when it has run out
 * @param cursor up to where everything was sent
 * @param failures how many calls have failed since one succeeded
 * @param failing for how long they have
 * @param version of what the user sets
 */
record Lease(
        UUID webhook,
        UUID userId,
        UUID token,
        String url,
        List<TripEventKind> kinds,
        @Nullable UUID tripId,
        String secret,
        @Nullable String formerSecret,
        String cursor,
        int failures,
        Duration failing,
        int version) {

    static final String COLUMNS = """
            w.id, w.user_id, w.lease, w.url, kinds, trip_id, secret, case when former_until > now() then former_secret end, log_cursor,
            failures, coalesce(extract(epoch from now() - failing_since), 0), version
            """;

    static Lease of(ResultSet row, int number) throws SQLException {
        return new Lease(
                row.getObject(1, UUID.class),
                row.getObject(2, UUID.class),
                row.getObject(3, UUID.class),
                row.getString(4),
                Kinds.of(new Json(row.getString(5))),
                row.getObject(6, UUID.class),
                row.getString(7),
                row.getString(8),
                row.getString(9),
                row.getInt(10),
                Duration.ofMillis((long) (row.getDouble(11) * 1000)),
                row.getInt(12));
    }

    boolean wants(TripEventKind kind) {
        return kinds.isEmpty() || kinds.contains(kind);
    }

    /** The ids alone: a secret must not reach a log, and an address is its user's. */
    @Override
    public String toString() {
        return "Lease[webhook=" + webhook + "]";
    }
}
