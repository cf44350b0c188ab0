package com.tripsage.gateway.trip;

/** How far a trip is. */
public enum TripStatus {
    PLANNING,
    BOOKED,
    ACTIVE,
    COMPLETED,
    CANCELLED
}
