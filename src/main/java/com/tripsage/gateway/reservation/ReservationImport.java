package com.tripsage.gateway.reservation;

import com.tripsage.gateway.reservation.Documents.Found;
import com.tripsage.gateway.trip.TripRepository;
import com.tripsage.gateway.value.Json;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** The import of reservations into a trip. Those of one trip wait for each other, so that each finds what the one before has made. */
@Component
class ReservationImport {

    static final int MOST_DOCUMENTS = 100;

    private final TripRepository trips;
    private final ReservationRepository repository;

    ReservationImport(TripRepository trips, ReservationRepository repository) {
        this.trips = trips;
        this.repository = repository;
    }

    List<ReservationResult> take(UUID trip, List<Json> documents) {
        List<Found> found = Documents.in(documents);
        if (!trips.lock(trip)) {
            throw trips.refusalOfChange(trip, "trip", 0);
        }
        List<Part> parts = repository.findByTrips(Set.of(trip)).getOrDefault(trip, List.of());
        var importing = new Importing(parts, zones(parts, found));
        List<ReservationResult> results = importing.take(found);
        repository.write(trip, importing.parts());
        return results;
    }

    private Map<String, String> zones(List<Part> parts, List<Found> found) {
        Set<String> codes = Stream.concat(
                        parts.stream().flatMap(part -> codes(part.kind, part.values())),
                        found.stream()
                                .filter(each -> each.kind() != null && each.node() != null)
                                .flatMap(each -> codes(
                                        Objects.requireNonNull(each.kind()),
                                        Reservations.read(
                                                Objects.requireNonNull(each.kind()),
                                                Objects.requireNonNull(each.node())))))
                .collect(Collectors.toSet());
        return codes.isEmpty() ? Map.of() : repository.zones(codes);
    }

    private static Stream<String> codes(Kind kind, Map<Field, Object> values) {
        return Stream.of("departure_airport", "arrival_airport", "from_code", "to_code")
                .map(column -> kind.text(values, column))
                .flatMap(Stream::ofNullable);
    }
}
