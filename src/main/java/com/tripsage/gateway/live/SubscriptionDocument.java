package com.tripsage.gateway.live;

import com.tripsage.gateway.graphql.GraphQlEngine;
import com.tripsage.gateway.graphql.Operation;
import com.tripsage.gateway.graphql.OperationErrors;
import com.tripsage.gateway.graphql.PreparedOperation;
import com.tripsage.gateway.live.DocumentRoot.Opening;
import com.tripsage.gateway.live.DocumentRoot.SourceEvents;
import com.tripsage.gateway.refusal.InsufficientScope;
import com.tripsage.gateway.refusal.QuotaExceeded;
import com.tripsage.gateway.refusal.Refusal;
import com.tripsage.gateway.security.Caller;
import graphql.ExecutionResult;
import graphql.GraphQLError;
import java.util.List;

/** The document of one subscription, prepared once and run on its events, as the caller with the newest token. */
final class SubscriptionDocument {

    private final GraphQlEngine engine;
    private final OperationErrors errors;
    private volatile PreparedOperation prepared;

    SubscriptionDocument(GraphQlEngine engine, OperationErrors errors, PreparedOperation prepared) {
        this.engine = engine;
        this.errors = errors;
        this.prepared = prepared;
    }

    Operation operation() {
        return prepared.operation();
    }

    Caller caller() {
        return operation().caller();
    }

    /** @throws InsufficientScope when the newer token lacks a scope that the document needs */
    void renew(Caller caller) {
        prepared = prepared.by(caller);
    }

    /**
     * Opens the subscription's feed.
     *
     * @return why it can't begin; empty when it has been opened
     * @throws QuotaExceeded when the caller can't have it now
     */
    List<GraphQLError> open(Opening opening) {
        ExecutionResult result = engine.open(prepared, context -> context.put(DocumentRoot.class, opening));
        return errors.told(operation(), result).getErrors();
    }

    /**
     * One result for each event, all made in one transaction.
     *
     * @param alongside reads what else is wanted, in the same transaction and so in the same snapshot
     */
    List<EventResult> run(List<?> events, Runnable alongside) {
        ExecutionResult whole = engine.run(prepared, context -> {
            alongside.run();
            context.put(DocumentRoot.class, new SourceEvents(events));
        });
        return EventResult.split(whole, events.size()).stream()
                .map(event -> new EventResult(errors.told(operation(), event.result()), event.lacksObjects()))
                .toList();
    }

    List<GraphQLError> errors(Refusal refusal) {
        return errors.of(operation(), refusal);
    }
}
