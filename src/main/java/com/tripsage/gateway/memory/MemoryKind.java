package com.tripsage.gateway.memory;

/** What kind of thing is remembered. */
enum MemoryKind {
    CONVERSATION,
    PREFERENCE,
    INSIGHT,
    TRIP_CREATION
}
