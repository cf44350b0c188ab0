package com.tripsage.gateway.reservation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a reservation of an import.
 *
 * @param document which document it was in
 * @param path where in the document it was
 * @param parts the parts of the trip that it went to
 */
record ReservationResult(
        int document,
        String path,
        ReservationOutcome outcome,
        @Nullable String reason,
        List<Part> parts,
        List<String> cut,
        List<String> notUnderstood) {}
