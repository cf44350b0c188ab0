package com.tripsage.gateway.memory;

import java.time.OffsetDateTime;

/** A text that a memory had before. */
record MemoryRevision(String text, OffsetDateTime replacedAt) {}
