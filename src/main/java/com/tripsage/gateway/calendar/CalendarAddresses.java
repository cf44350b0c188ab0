package com.tripsage.gateway.calendar;

import com.tripsage.gateway.database.Access;
import com.tripsage.gateway.database.Deadline;
import com.tripsage.gateway.database.Identity;
import com.tripsage.gateway.database.Transactions;
import com.tripsage.gateway.security.Caller;
import com.tripsage.gateway.security.Scopes;
import com.tripsage.gateway.security.Secret;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The links by which calendar programs ask: found by their hashes, before there is a caller. */
@Component
class CalendarAddresses {

    private static final String FIND = """
            with found as (
                select l.id, l.user_id, l.trip_id
                  from public.calendar_links l
                 where l.hash = decode(:hash, 'hex')
            ), noted as (
                update public.calendar_links l
                   set last_used_at = clock_timestamp()
                 where l.id in (select f.id from found f)
                   and coalesce(l.last_used_at < now() - interval '1 hour', true)
            )
            select user_id, trip_id from found
            """;

    private final Transactions transactions;
    private final JdbcClient jdbc;

    CalendarAddresses(Transactions transactions, JdbcClient jdbc) {
        this.transactions = transactions;
        this.jdbc = jdbc;
    }

    /** The subscription with a secret; empty where there is none. */
    Optional<Subscription> find(String secret, Deadline deadline) {
        return Secret.isWellFormed(secret)
                ? transactions.run(Identity.TOKENS, Access.WRITE, deadline, _ -> jdbc.sql(FIND)
                        .param("hash", Secret.hash(secret))
                        .query((row, _) -> new Subscription(row.getObject(1, UUID.class), row.getObject(2, UUID.class)))
                        .optional())
                : Optional.empty();
    }

    /**
     * Whose trips are shown.
     *
     * @param trip the only one; null for all
     */
    record Subscription(UUID user, @Nullable UUID trip) {

        Caller caller() {
            String claims = "{\"sub\": \"%s\", \"role\": \"authenticated\"}".formatted(user);
            return new Caller(user, null, claims, Scopes.needed("trips:read"), null);
        }
    }
}
