package com.tripsage.gateway.webhook;

/** How far an event has come. */
enum DeliveryState {
    DELIVERED,
    RETRYING,
    FAILED,
    SKIPPED
}
