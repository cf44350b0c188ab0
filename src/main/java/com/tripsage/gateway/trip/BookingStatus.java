package com.tripsage.gateway.trip;

/** The status of the booking of a part of a trip. */
public enum BookingStatus {
    SEARCHED,
    HELD,
    BOOKED,
    CANCELLED
}
