package com.tripsage.gateway.itinerary;

import com.tripsage.gateway.trip.ItineraryItem;
import com.tripsage.gateway.value.TicketTime;

/** The beginning or the end of a part, at its place in an itinerary. */
record Entry(Moment moment, TicketTime time, ItineraryItem item) {

    /** The two moments of a part. */
    enum Moment {
        ENDS,
        BEGINS
    }
}
