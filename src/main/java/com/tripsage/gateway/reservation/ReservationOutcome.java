package com.tripsage.gateway.reservation;

/** What has become of a reservation that was imported. */
enum ReservationOutcome {
    ADDED,
    UPDATED,
    LEFT,
    NOT_PLACED
}
