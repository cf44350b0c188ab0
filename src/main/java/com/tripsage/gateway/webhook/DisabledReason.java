package com.tripsage.gateway.webhook;

/** Why nothing is sent. */
enum DisabledReason {
    BY_USER,
    FAILING,
    GONE,
    CURSOR_EXPIRED,
    SECRET_LOST,
    URL_REFUSED,
    TRIP_ENDED
}
