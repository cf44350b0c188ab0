package com.tripsage.gateway.embedding;

/** Whether somebody waits for a vector. */
enum Urgency {
    NOW,
    LATER
}
