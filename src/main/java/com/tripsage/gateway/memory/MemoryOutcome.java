package com.tripsage.gateway.memory;

/** Whether something is remembered anew. */
enum MemoryOutcome {
    CREATED,
    DUPLICATE
}
