package com.tripsage.gateway.publiclink;

import com.tripsage.gateway.booking.BookingKind;
import com.tripsage.gateway.value.Coordinates;
import com.tripsage.gateway.value.TicketTime;
import org.jspecify.annotations.Nullable;

/** What a public link shows of a booking. */
record PublicBooking(
        BookingKind kind,
        @Nullable String fromCode,
        @Nullable Coordinates fromArea,
        @Nullable String toCode,
        @Nullable Coordinates toArea,
        @Nullable TicketTime start,
        @Nullable TicketTime end) {}
