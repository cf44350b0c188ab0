package com.tripsage.gateway.graphql;

import com.tripsage.gateway.refusal.InsufficientScope;

/** The note that is taken of operations whose token lacks a scope. It keeps none of them from being refused. */
public interface ScopeRefusals {

    void note(Operation operation, InsufficientScope refusal);
}
