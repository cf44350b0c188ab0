package com.tripsage.gateway.memory;

/** The kind of a memory. */
enum MemoryKind {
    CONVERSATION,
    PREFERENCE,
    INSIGHT,
    TRIP_CREATION
}
