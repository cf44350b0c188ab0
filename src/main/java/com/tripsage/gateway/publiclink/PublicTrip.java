package com.tripsage.gateway.publiclink;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a public link shows of its trip. */
record PublicTrip(
        String title,
        @Nullable LocalDate startDate,
        @Nullable LocalDate endDate,
        List<String> destinations) {}
