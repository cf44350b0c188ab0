package com.tripsage.gateway.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.tripsage.gateway.database.Access;
import com.tripsage.gateway.database.DatabaseUnavailable;
import com.tripsage.gateway.database.Deadline;
import com.tripsage.gateway.database.Identity;
import com.tripsage.gateway.database.Transactions;
import com.tripsage.gateway.database.UuidArray;
import com.tripsage.gateway.process.Background;
import com.tripsage.gateway.security.AccessTokens;
import com.tripsage.gateway.security.Secret;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The access tokens that are in use on this node. Once a second, while there are any, it asks which of them don't count any more:
 * revoked, expired, or gone with their user, whichever node or program has ended them.
 */
@Component
final class KnownTokens extends Background implements AccessTokens {

    private static final Duration BETWEEN_ROUNDS = Duration.ofSeconds(1);
    private static final Duration BETWEEN_NOTES = Duration.ofMinutes(1);
    private static final Duration BETWEEN_REMOVALS = Duration.ofHours(1);
    private static final Duration REMEMBERED = Duration.ofMinutes(10);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final String FIND = """
            with found as (
                select t.id, case when t.trip_id is null then t.user_id else t.id end as user_id, t.scope, t.expires_at
                  from public.access_tokens t
                 where t.hash = decode(:hash, 'hex')
                   and t.revoked_at is null
            ), noted as (
                update public.access_tokens t
                   set last_used_at = clock_timestamp()
                 where t.id in (select f.id from found f where f.expires_at > now())
                   and coalesce(t.last_used_at < now() - interval '1 minute', true)
            )
            select id, user_id, scope, expires_at from found
            """;

    private static final String ENDED = """
            select k.id
              from unnest(cast(:ids as uuid[])) as k (id)
             where not exists (select
                                 from public.access_tokens t
                                where t.id = k.id
                                  and t.revoked_at is null
                                  and t.expires_at > now())
            """;

    private static final String NOTE = """
            update public.access_tokens t
               set last_used_at = clock_timestamp()
             where t.id = any (:ids)
               and coalesce(t.last_used_at < now() - interval '1 minute', true)
            """;

    private static final String REMOVE = """
            delete from public.access_tokens where least(expires_at, revoked_at) < now() - interval '90 days'
            """;

    private final Transactions transactions;
    private final JdbcClient jdbc;
    private final Cache<UUID, Use> known =
            Caffeine.newBuilder().expireAfterAccess(REMEMBERED).build();
    private final Counter refused;
    private long removed = System.nanoTime();

    KnownTokens(Transactions transactions, JdbcClient jdbc, MeterRegistry meters) {
        super(Thread.ofPlatform().daemon().name("access-tokens"), DEFAULT_PHASE);
        this.transactions = transactions;
        this.jdbc = jdbc;
        this.refused = meters.counter("gateway.tokens.refused");
        meters.gauge("gateway.tokens.known", known, Cache::estimatedSize);
    }

    @Override
    public @Nullable Found find(String secret) {
        if (!Secret.isWellFormed(secret)) {
            return null;
        }
        String hash = Secret.hash(secret);
        Found found =
                run(Access.WRITE, () -> jdbc.sql(FIND)
                                .param("hash", hash)
                                .query(KnownTokens::map)
                                .list())
                        .stream()
                        .findAny()
                        .orElse(null);
        if (found == null) {
            refused.increment();
        } else {
            known.put(found.id(), new Use());
        }
        return found;
    }

    @Override
    public boolean count(UUID id) {
        Use use = known.getIfPresent(id);
        if (use == null) {
            return false;
        }
        use.last = System.nanoTime();
        return use.counts;
    }

    /** Ends a token here at once, and leaves it to the next rounds whether that was committed. */
    void end(UUID id) {
        Use use = known.getIfPresent(id);
        if (use != null) {
            use.counts = false;
        }
    }

    @Override
    protected boolean isExpected(RuntimeException failure) {
        return failure instanceof DatabaseUnavailable;
    }

    @Override
    protected Duration round() {
        Collection<UUID> ids = known.asMap().keySet();
        if (!ids.isEmpty()) {
            look(List.copyOf(ids));
        }
        if (System.nanoTime() - removed > BETWEEN_REMOVALS.toNanos()) {
            removed = System.nanoTime();
            run(Access.WRITE, () -> jdbc.sql(REMOVE).update());
        }
        return BETWEEN_ROUNDS;
    }

    private void look(Collection<UUID> ids) {
        Set<UUID> ended = run(Access.READ, () -> jdbc.sql(ENDED)
                .param("ids", UuidArray.of(ids))
                .query(UUID.class)
                .set());
        known.asMap().forEach((id, use) -> {
            if (ids.contains(id)) {
                use.counts = !ended.contains(id);
            }
        });
        List<UUID> used = known.asMap().entrySet().stream()
                .filter(entry -> entry.getValue().counts && entry.getValue().takeNote())
                .map(Map.Entry::getKey)
                .toList();
        if (!used.isEmpty()) {
            run(
                    Access.WRITE,
                    () -> jdbc.sql(NOTE).param("ids", UuidArray.of(used)).update());
        }
    }

    private <T> T run(Access access, Supplier<T> work) {
        return transactions.run(Identity.TOKENS, access, Deadline.after(PATIENCE), _ -> work.get());
    }

    private static Found map(ResultSet row, int number) throws SQLException {
        return new Found(
                row.getObject(1, UUID.class),
                row.getObject(2, UUID.class),
                row.getString(3),
                row.getObject(4, OffsetDateTime.class).toInstant());
    }

    /** The use of a token on this node. */
    private static final class Use {

        volatile boolean counts = true;
        volatile long last = System.nanoTime();
        private long noted = last;

        /** Whether it was used since that was noted, a minute ago or more; it is noted now. */
        boolean takeNote() {
            long now = last;
            boolean isDue = now - noted > BETWEEN_NOTES.toNanos();
            if (isDue) {
                noted = now;
            }
            return isDue;
        }
    }
}
