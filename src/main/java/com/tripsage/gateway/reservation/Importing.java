package com.tripsage.gateway.reservation;

import com.tripsage.gateway.reservation.Documents.Found;
import com.tripsage.gateway.value.TicketTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The way of reservations to the parts of a trip. One that came before is left, one of a part that is there changes it, and the others
 * become parts: recognised by their numbers, and by what they are for. Parts that other programs have made are recognised as well.
 */
final class Importing {

    /** What {@code gateway.limit_per_trip} allows. */
    private static final int MOST_OF_A_TABLE = 200;

    private final List<Part> parts;
    private final Map<String, String> zones;

    /** Parts that reservations of this import are for, which no other one is moved to. */
    private final Set<Part> spokenFor = new HashSet<>();

    /**
     * An import into a trip.
     *
     * @param zones those of places by their codes
     */
    Importing(Collection<Part> parts, Map<String, String> zones) {
        this.parts = new ArrayList<>(parts);
        this.zones = zones;
    }

    List<Part> parts() {
        return parts;
    }

    List<ReservationResult> take(List<Found> found) {
        List<Reservation> reservations = found.stream().map(Reservation::of).toList();
        for (Reservation reservation : reservations) {
            if (reservation.identity() != null) {
                spokenFor.addAll(alike(reservation.identity(), parts, false));
            }
        }
        return reservations.stream().map(this::take).toList();
    }

    private ReservationResult take(Reservation reservation) {
        Identity identity = reservation.identity();
        if (identity == null) {
            return reservation.notPlaced(String.valueOf(reservation.found().reason()));
        }
        List<Part> known =
                parts.stream().filter(part -> part.has(reservation.document())).toList();
        if (!known.isEmpty()) {
            return reservation.left("It was imported before", known);
        }
        List<Part> alike = alike(identity, parts, false);
        if (alike.isEmpty()) {
            alike = moved(identity);
        }
        if (reservation.isCancelled() && identity.isForNothing() && !alike.isEmpty()) {
            alike.forEach(part -> part.cancel(reservation.document()));
            return reservation.updated(alike);
        }
        if (alike.size() > 1 && !areOne(alike)) {
            return reservation.notPlaced("It doesn't say for which part of the trip with this number it is");
        }
        return alike.isEmpty() ? add(reservation, identity) : update(reservation, identity, alike.getFirst());
    }

    private ReservationResult add(Reservation reservation, Identity identity) {
        Kind kind = identity.kind();
        if (identity.isForNothing()) {
            return reservation.notPlaced("It doesn't say what it is for");
        }
        if (kind == Kind.STAY && identity.thing() == null) {
            return reservation.notPlaced("It doesn't say the name of the place");
        }
        if (parts.stream().filter(part -> part.kind.table == kind.table).count() >= MOST_OF_A_TABLE) {
            return reservation.notPlaced("A trip holds at most " + MOST_OF_A_TABLE + " of its kind");
        }
        Part part = Part.of(kind);
        parts.add(part);
        return take(reservation, identity, part).added(part);
    }

    private ReservationResult update(Reservation reservation, Identity identity, Part part) {
        if (part.hasNewerThan(reservation.document())) {
            return reservation.left("One that was modified later was imported before", List.of(part));
        }
        return take(reservation, identity, part).updated(List.of(part));
    }

    private Reservation take(Reservation reservation, Identity identity, Part part) {
        part.take(reservation.document(), identity);
        Map<Field, Object> values = part.values();
        Kind kind = part.kind;
        boolean endsBeforeItBegins = Times.isBefore(
                (TicketTime) values.get(kind.end()),
                zones.get(String.valueOf(kind.text(values, "arrival_airport", "to_code"))),
                (TicketTime) values.get(kind.begin()),
                zones.get(String.valueOf(kind.text(values, "departure_airport", "from_code"))));
        if (endsBeforeItBegins) {
            part.change(kind.end(), null);
            return reservation.without(kind.end().ways().getFirst());
        }
        return reservation;
    }

    /** The parts that are most like it; several where it doesn't say enough. */
    private static List<Part> alike(Identity identity, List<Part> parts, boolean onAnyDay) {
        List<Part> alike = new ArrayList<>();
        int most = 1;
        for (Part part : parts) {
            if (part.kind != identity.kind()) {
                continue;
            }
            int likeness = identity.key().equals(part.key())
                    ? Integer.MAX_VALUE
                    : part.identities().stream()
                            .mapToInt(known -> identity.likeness(known, onAnyDay))
                            .max()
                            .orElse(0);
            if (likeness > most) {
                alike.clear();
                most = likeness;
            }
            if (likeness == most) {
                alike.add(part);
            }
        }
        return alike;
    }

    /** The one part of the same number and the same journey on another day, unless another reservation is for it. */
    private List<Part> moved(Identity identity) {
        List<Part> free = parts.stream()
                .filter(part -> !part.isNew && !spokenFor.contains(part))
                .toList();
        List<Part> moved = identity.reference() == null ? List.of() : alike(identity, free, true);
        spokenFor.addAll(moved);
        return moved.size() == 1 ? moved : List.of();
    }

    /** Whether parts are the same one, which somebody has added more than once. */
    private static boolean areOne(List<Part> parts) {
        Identity first = Identity.of(parts.getFirst().kind, parts.getFirst().values());
        return !first.isForNothing()
                && parts.stream()
                        .allMatch(part -> Identity.of(part.kind, part.values()).likeness(first, false) > 0);
    }
}
