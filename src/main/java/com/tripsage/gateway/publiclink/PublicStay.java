package com.tripsage.gateway.publiclink;

import com.tripsage.gateway.value.Coordinates;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** What a public link shows of a stay. */
record PublicStay(
        @Nullable Coordinates area,
        @Nullable LocalDate checkInDate,
        @Nullable LocalDate checkOutDate) {}
