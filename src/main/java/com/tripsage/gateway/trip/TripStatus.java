package com.tripsage.gateway.trip;

/** The status of a trip. */
public enum TripStatus {
    PLANNING,
    BOOKED,
    ACTIVE,
    COMPLETED,
    CANCELLED
}
