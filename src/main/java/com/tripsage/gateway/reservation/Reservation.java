package com.tripsage.gateway.reservation;

import com.tripsage.gateway.reservation.Documents.Found;
import com.tripsage.gateway.trip.BookingStatus;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A reservation of a document, as it was read.
 *
 * @param identity what it is for; null where it is no reservation
 * @param cut paths of texts that are longer than what keeps them
 * @param notUnderstood paths of values that are kept as they are, and nowhere else
 */
record Reservation(
        Found found, @Nullable Identity identity, boolean isCancelled, List<String> cut, List<String> notUnderstood) {

    static Reservation of(Found found) {
        Kind kind = found.kind();
        if (kind == null || found.node() == null) {
            return new Reservation(found, null, false, List.of(), List.of());
        }
        Thing root = Thing.root(found.node());
        Map<Field, Object> values = Reservations.read(kind, root);
        Reservations.modified(root);
        return new Reservation(
                found,
                Identity.of(kind, values),
                values.get(Kind.STATUS) == BookingStatus.CANCELLED,
                List.copyOf(root.reading().cut()),
                root.unread());
    }

    ObjectNode document() {
        return Objects.requireNonNull(found.node());
    }

    /** The same, of which one more value is not understood. */
    Reservation without(String path) {
        return new Reservation(
                found,
                identity,
                isCancelled,
                cut,
                Stream.concat(notUnderstood.stream(), Stream.of(path)).toList());
    }

    ReservationResult added(Part part) {
        return result(ReservationOutcome.ADDED, null, List.of(part));
    }

    ReservationResult updated(List<Part> parts) {
        return result(ReservationOutcome.UPDATED, null, parts);
    }

    ReservationResult left(String reason, List<Part> parts) {
        return result(ReservationOutcome.LEFT, reason, parts);
    }

    ReservationResult notPlaced(String reason) {
        return result(ReservationOutcome.NOT_PLACED, reason, List.of());
    }

    private ReservationResult result(ReservationOutcome outcome, @Nullable String reason, List<Part> parts) {
        return new ReservationResult(found.index(), found.path(), outcome, reason, parts, cut, notUnderstood);
    }
}
