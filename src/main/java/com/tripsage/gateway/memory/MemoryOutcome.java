package com.tripsage.gateway.memory;

/** The outcome of adding a memory. */
enum MemoryOutcome {
    CREATED,
    DUPLICATE
}
