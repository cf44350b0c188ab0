package com.tripsage.gateway.live;

import com.tripsage.gateway.budget.Holding;
import com.tripsage.gateway.budget.MemoryBudget;
import com.tripsage.gateway.database.OperationCancelled;
import com.tripsage.gateway.database.Transactions;
import com.tripsage.gateway.graphql.GraphQlEngine;
import com.tripsage.gateway.graphql.Operation;
import com.tripsage.gateway.graphql.OperationErrors;
import com.tripsage.gateway.graphql.PreparedOperation;
import com.tripsage.gateway.graphql.ResultJson;
import com.tripsage.gateway.live.DocumentRoot.Opening;
import com.tripsage.gateway.observation.Observation;
import com.tripsage.gateway.observation.Observations;
import com.tripsage.gateway.refusal.InsufficientScope;
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

/** The operations that transports start; of each caller, no more than so many subscriptions. */
@Component
final class Subscriptions implements LiveOperations {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

    /** The kind of request that comes without one of HTTP. */
    private static final String SOCKET = "WebSocket subscribe";

    private final GraphQlEngine engine;
    private final OperationErrors errors;
    private final ChangeTail tail;
    private final Transactions transactions;
    private final LiveProperties properties;
    private final Bulkhead bulkhead;
    private final DeliveryMetrics metrics;
    private final MemoryBudget budget;
    private final Observations observations;
    private final Map<UUID, Integer> open = new ConcurrentHashMap<>();

    Subscriptions(
            GraphQlEngine engine,
            OperationErrors errors,
            ChangeTail tail,
            Transactions transactions,
            LiveProperties properties,
            Bulkhead bulkhead,
            DeliveryMetrics metrics,
            MemoryBudget budget,
            Observations observations) {
        this.engine = engine;
        this.errors = errors;
        this.tail = tail;
        this.transactions = transactions;
        this.properties = properties;
        this.bulkhead = bulkhead;
        this.metrics = metrics;
        this.budget = budget;
        this.observations = observations;
    }

    @Override
    public LiveOperation start(Operation operation, Outlet outlet) throws IOException {
        if (observations.areOff() || Observation.current() != null) {
            return begin(operation, outlet);
        }
        return observations.during(SOCKET, operation.traceparent(), () -> {
            Objects.requireNonNull(Observation.current()).by(operation.caller().id());
            return begin(operation, outlet);
        });
    }

    private LiveOperation begin(Operation operation, Outlet outlet) throws IOException {
        try {
            PreparedOperation prepared = engine.prepare(operation);
            return prepared.isSubscription() ? subscribe(prepared, outlet) : run(prepared, outlet);
        } catch (InsufficientScope lacking) {
            return refused(operation, lacking.refusal(), outlet);
        } catch (Overloaded overloaded) {
            return refused(operation, overloaded.refusal(), outlet);
        } catch (QuotaExceeded exceeded) {
            return refused(operation, exceeded.refusal(), outlet);
        }
    }

    private LiveOperation run(PreparedOperation prepared, Outlet outlet) throws IOException {
        ExecutionResult result = engine.execute(prepared, ResultJson.COPIES_OF_TEXT);
        if (!result.isDataPresent()) {
            return refused(result.getErrors(), outlet);
        }
        String text = ResultJson.text(result);
        Observation observation = Observation.current();
        if (observation != null) {
            observation.wrote(text.length());
        }
        outlet.next(text, null);
        outlet.complete();
        return Finished.INSTANCE;
    }

    private LiveOperation subscribe(PreparedOperation prepared, Outlet outlet) throws IOException {
        var document = new SubscriptionDocument(engine, errors, prepared);
        var opening = new Opening(prepared.operation().resumeAfter());
        List<GraphQLError> failures = open(document, opening);
        if (!failures.isEmpty()) {
            return refused(failures, outlet);
        }
        UUID caller = document.caller().id();
        if (open.merge(caller, 1, Integer::sum) > properties.subscriptionsPerCaller()) {
            close(caller);
            return refused(
                    prepared.operation(),
                    Refusal.rateLimited(
                            "One caller may have " + properties.subscriptionsPerCaller() + " subscriptions at a time",
                            RETRY_AFTER),
                    outlet);
        }
        Subscription subscription = subscription(document, opening.feed(), opening.fields(), outlet);
        subscription.start();
        return subscription;
    }

    private Subscription subscription(SubscriptionDocument document, Feed feed, RequestedFields fields, Outlet outlet) {
        UUID caller = document.caller().id();
        Holding memory = budget.holding(caller);
        var backlog = new Backlog(properties.buffer(), metrics);
        var results = new ResultMaker(document, feed, fields, bulkhead, memory, metrics, backlog::isOver);
        var delivery =
                new Delivery(results, outlet, feed, memory, metrics, backlog::isOver, () -> transactions.told(caller));
        return new Subscription(document, feed, backlog, delivery, outlet, tail, transactions, bulkhead, () -> {
            memory.close();
            close(caller);
        });
    }

    private List<GraphQLError> open(SubscriptionDocument document, Opening opening) throws IOException {
        try {
            return bulkhead.run(document.operation(), () -> document.open(opening));
        } catch (OperationCancelled nobodyListens) {
            throw new IOException(nobodyListens);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private LiveOperation refused(Operation operation, Refusal refusal, Outlet outlet) throws IOException {
        return refused(errors.of(operation, refusal), outlet);
    }

    private static LiveOperation refused(List<GraphQLError> errors, Outlet outlet) throws IOException {
        outlet.error(ResultJson.errors(errors));
        return Finished.INSTANCE;
    }

    private void close(UUID caller) {
        open.computeIfPresent(caller, (id, count) -> count == 1 ? null : count - 1);
    }

    /** An operation that is over when it has been started: a query, a mutation, or one that was refused. */
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
