package com.tripsage.gateway.graphql;

import com.tripsage.gateway.document.CheckedOperation;
import com.tripsage.gateway.security.Caller;
import graphql.language.OperationDefinition;

/**
 * An operation whose document and variables have been checked, once for all of its runs. One that has errors can be run, too:
 * they are its result.
 */
public record PreparedOperation(Operation operation, CheckedOperation check) {

    /** Whether it is a subscription without anything wrong that its document shows. */
    public boolean isSubscription() {
        return check.type() == OperationDefinition.Operation.SUBSCRIPTION;
    }

    /**
     * The same with a newer token.
     *
     * @throws com.tripsage.gateway.refusal.InsufficientScope when that lacks a scope which the operation needs
     */
    public PreparedOperation by(Caller renewed) {
        check.scopes().requireOf(renewed.scopes());
        return new PreparedOperation(operation.by(renewed), check);
    }
}
