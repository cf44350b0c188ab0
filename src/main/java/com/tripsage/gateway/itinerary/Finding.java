package com.tripsage.gateway.itinerary;

import com.tripsage.gateway.trip.ItineraryItem;
import java.time.LocalDate;
import java.util.List;

/** Something that does not fit together: a gap or an overlap. */
record Finding(Kind kind, LocalDate firstDay, LocalDate lastDay, List<ItineraryItem> items) {

    /** What it is. */
    enum Kind {
        OVERLAP,
        LATE_ARRIVAL,
        NIGHT_WITHOUT_BED,
        NIGHT_WITH_TWO_BEDS
    }
}
