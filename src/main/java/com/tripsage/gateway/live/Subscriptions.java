package com.tripsage.gateway.live;

import com.tripsage.gateway.budget.MemoryBudget;
import com.tripsage.gateway.database.OperationCancelled;
import com.tripsage.gateway.database.Transactions;
import com.tripsage.gateway.graphql.GraphQlEngine;
import com.tripsage.gateway.graphql.OpenedSubscription;
import com.tripsage.gateway.graphql.Operation;
import com.tripsage.gateway.graphql.ResultJson;
import com.tripsage.gateway.refusal.Overloaded;
import com.tripsage.gateway.refusal.QuotaExceeded;
import com.tripsage.gateway.refusal.Refusal;
import com.tripsage.gateway.security.Caller;
import graphql.ExecutionResult;
import graphql.GraphQLError;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Starts operations, and counts the subscriptions of each caller. */
@Component
final class Subscriptions implements LiveOperations {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

    private final GraphQlEngine engine;
    private final ChangeTail tail;
    private final Transactions transactions;
    private final LiveProperties properties;
    private final Bulkhead bulkhead;
    private final DeliveryMetrics metrics;
    private final MemoryBudget budget;
    private final Map<UUID, Integer> open = new ConcurrentHashMap<>();

    Subscriptions(
            GraphQlEngine engine,
            ChangeTail tail,
            Transactions transactions,
            LiveProperties properties,
            Bulkhead bulkhead,
            DeliveryMetrics metrics,
            MemoryBudget budget) {
        this.engine = engine;
        this.tail = tail;
        this.transactions = transactions;
        this.properties = properties;
        this.bulkhead = bulkhead;
        this.metrics = metrics;
        this.budget = budget;
    }

    @Override
    public LiveOperation start(Operation operation, Outlet outlet) throws IOException {
        return engine.isSubscription(operation) ? subscribe(operation, outlet) : run(operation, outlet);
    }

    private LiveOperation run(Operation operation, Outlet outlet) throws IOException {
        ExecutionResult result;
        try {
            result = engine.execute(operation, ResultJson.COPIES_OF_TEXT);
        } catch (Overloaded overloaded) {
            outlet.error(errors(engine.errors(operation, overloaded.refusal())));
            return Finished.INSTANCE;
        } catch (QuotaExceeded exceeded) {
            outlet.error(errors(engine.errors(operation, exceeded.refusal())));
            return Finished.INSTANCE;
        }
        if (result.isDataPresent()) {
            outlet.next(ResultJson.text(result.toSpecification()), null);
            outlet.complete();
        } else {
            outlet.error(errors(result.getErrors()));
        }
        return Finished.INSTANCE;
    }

    private LiveOperation subscribe(Operation operation, Outlet outlet) throws IOException {
        OpenedSubscription opened;
        try {
            opened = open(operation);
        } catch (QuotaExceeded exceeded) {
            outlet.error(errors(engine.errors(operation, exceeded.refusal())));
            return Finished.INSTANCE;
        }
        if (opened.selection() == null) {
            outlet.error(errors(opened.errors()));
            return Finished.INSTANCE;
        }
        UUID caller = operation.caller().id();
        if (open.merge(caller, 1, Integer::sum) > properties.subscriptionsPerCaller()) {
            close(caller);
            outlet.error(errors(engine.errors(
                    operation,
                    Refusal.rateLimited(
                            "One caller may have " + properties.subscriptionsPerCaller() + " subscriptions at a time",
                            RETRY_AFTER))));
            return Finished.INSTANCE;
        }
        var delivery = new Delivery(engine, bulkhead, opened.selection(), outlet, metrics, budget.holding(caller));
        var subscription = new Subscription(
                operation,
                (Feed) Objects.requireNonNull(opened.source()),
                delivery,
                tail,
                transactions,
                bulkhead,
                properties.buffer(),
                () -> close(caller));
        subscription.start();
        return subscription;
    }

    private OpenedSubscription open(Operation operation) throws IOException {
        try {
            return bulkhead.run(operation, () -> engine.open(operation));
        } catch (OperationCancelled nobodyListens) {
            throw new IOException(nobodyListens);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private void close(UUID caller) {
        open.computeIfPresent(caller, (id, count) -> count == 1 ? null : count - 1);
    }

    static String errors(List<GraphQLError> errors) {
        return ResultJson.text(
                errors.stream().map(GraphQLError::toSpecification).toList());
    }

    /** A query or a mutation, which is over when it has been started, or what could not begin. */
    private enum Finished implements LiveOperation {
        INSTANCE;

        @Override
        public void renew(Caller caller) {}

        @Override
        public void cancel() {}

        @Override
        public @Nullable String cursor() {
            return null;
        }
    }
}
