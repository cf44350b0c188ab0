package com.tripsage.gateway.embedding.provider;

/** The urgency of a vector, which somebody may be waiting for. */
enum Urgency {
    NOW,
    LATER
}
