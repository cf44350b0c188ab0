package com.tripsage.gateway.audit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.tripsage.gateway.database.Access;
import com.tripsage.gateway.database.Deadline;
import com.tripsage.gateway.database.Transactions;
import com.tripsage.gateway.graphql.Operation;
import com.tripsage.gateway.graphql.ScopeRefusals;
import com.tripsage.gateway.refusal.InsufficientScope;
import com.tripsage.gateway.security.Caller;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.LongAccumulator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Refused scopes in the audit trail, each of a token once in ten minutes, so that a client that goes on asking costs nothing. The
 * database bounds what several gateways write.
 */
@Component
class RefusedScopes implements ScopeRefusals {

    private static final Logger LOG = LoggerFactory.getLogger(RefusedScopes.class);

    private static final Duration ONCE_IN = Duration.ofMinutes(10);
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final int MAX_REMEMBERED = 100_000;

    private final Transactions transactions;
    private final JdbcClient jdbc;
    private final Counter refusals;
    private final Counter failures;
    private final Cache<Refused, Boolean> noted = Caffeine.newBuilder()
            .expireAfterWrite(ONCE_IN)
            .maximumSize(MAX_REMEMBERED)
            .build();

    RefusedScopes(Transactions transactions, JdbcClient jdbc, MeterRegistry meters) {
        this.transactions = transactions;
        this.jdbc = jdbc;
        this.refusals = meters.counter("gateway.audit.scope.refusals");
        this.failures = meters.counter("gateway.audit.failures");
    }

    @Override
    public void note(Operation operation, InsufficientScope refusal) {
        refusals.increment();
        Caller caller = operation.caller();
        var refused = new Refused(caller.id(), caller.token(), refusal.scope());
        if (noted.asMap().putIfAbsent(refused, true) != null) {
            return;
        }
        try {
            transactions.run(
                    caller,
                    Access.WRITE,
                    Deadline.after(TIMEOUT),
                    operation.requestId(),
                    new LongAccumulator(Math::max, 0),
                    null,
                    _ -> jdbc.sql("select changelog.refuse_scopes(string_to_array(:scopes, ' '))")
                            .param("scopes", refusal.scope())
                            .query(Boolean.class)
                            .single());
        } catch (RuntimeException e) {
            noted.invalidate(refused);
            failures.increment();
            LOG.warn("A refused scope is missing in the audit trail: {}", e.getMessage());
        }
    }

    private record Refused(UUID caller, @Nullable UUID token, String scopes) {}
}
