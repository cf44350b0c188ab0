package com.tripsage.gateway.trip;

/** How far the booking of a part of a trip is. */
public enum BookingStatus {
    SEARCHED,
    HELD,
    BOOKED,
    CANCELLED
}
