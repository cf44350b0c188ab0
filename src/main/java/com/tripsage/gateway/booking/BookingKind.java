package com.tripsage.gateway.booking;

/** The kind of a booking. */
public enum BookingKind {
    TRAIN,
    BUS,
    FERRY,
    CAR,
    TRANSFER,
    RESTAURANT,
    EVENT,
    OTHER
}
