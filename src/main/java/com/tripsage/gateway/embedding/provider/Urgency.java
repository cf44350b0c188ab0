package com.tripsage.gateway.embedding.provider;

/** Whether somebody waits for a vector. */
enum Urgency {
    NOW,
    LATER
}
