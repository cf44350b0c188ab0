package com.tripsage.gateway.event;

import com.tripsage.gateway.changelog.Change;
import com.tripsage.gateway.changelog.Scope;
import java.util.Map;
import java.util.Objects;

/** The kind of an event: what happened to which part of a trip. */
public enum TripEventKind {
    SUBSCRIBED,
    TRIP_CREATED,
    TRIP_UPDATED,
    TRIP_DELETED,
    FLIGHT_ADDED,
    FLIGHT_UPDATED,
    FLIGHT_REMOVED,
    ACCOMMODATION_ADDED,
    ACCOMMODATION_UPDATED,
    ACCOMMODATION_REMOVED,
    BOOKING_ADDED,
    BOOKING_UPDATED,
    BOOKING_REMOVED,
    ASSET_ADDED,
    ASSET_UPDATED,
    ASSET_REMOVED,
    MEMBER_ADDED,
    MEMBER_UPDATED,
    MEMBER_REMOVED;

    private static final Map<String, Map<Change.Operation, TripEventKind>> BY_TABLE = Map.of(
            "trips", kinds(TRIP_CREATED, TRIP_UPDATED, TRIP_DELETED),
            "flights", kinds(FLIGHT_ADDED, FLIGHT_UPDATED, FLIGHT_REMOVED),
            "accommodations", kinds(ACCOMMODATION_ADDED, ACCOMMODATION_UPDATED, ACCOMMODATION_REMOVED),
            "bookings", kinds(BOOKING_ADDED, BOOKING_UPDATED, BOOKING_REMOVED),
            "assets", kinds(ASSET_ADDED, ASSET_UPDATED, ASSET_REMOVED),
            "trip_members", kinds(MEMBER_ADDED, MEMBER_UPDATED, MEMBER_REMOVED));

    public static final Scope SCOPE = Scope.of(Scope.Subject.TRIP, BY_TABLE.keySet());

    private static Map<Change.Operation, TripEventKind> kinds(
            TripEventKind inserted, TripEventKind updated, TripEventKind deleted) {
        return Map.of(
                Change.Operation.INSERT, inserted,
                Change.Operation.UPDATE, updated,
                Change.Operation.DELETE, deleted);
    }

    public static TripEventKind of(Change change) {
        Map<Change.Operation, TripEventKind> kinds = BY_TABLE.get(change.table());
        if (kinds == null) {
            throw new IllegalArgumentException("A change of " + change.table() + " is not an event of a trip");
        }
        return Objects.requireNonNull(kinds.get(change.operation()));
    }
}
