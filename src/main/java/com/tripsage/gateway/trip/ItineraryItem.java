package com.tripsage.gateway.trip;

import java.util.UUID;

/** A part of a trip that has its place in the itinerary. */
public interface ItineraryItem {

    UUID id();

    UUID tripId();

    BookingStatus status();
}
