package com.tripsage.gateway.trip;

import com.tripsage.gateway.paging.Keyset;

/** The orders of a list of trips; each has its index. */
enum TripOrder {
    START_DATE_ASC,
    START_DATE_DESC,
    CREATED_AT_ASC,
    CREATED_AT_DESC;

    Keyset<Trip> keyset() {
        return switch (this) {
            case START_DATE_ASC -> byStart(false);
            case START_DATE_DESC -> byStart(true);
            case CREATED_AT_ASC -> byCreation(false);
            case CREATED_AT_DESC -> byCreation(true);
        };
    }

    private static Keyset<Trip> byStart(boolean descending) {
        return new Keyset<>(
                descending ? "start-desc" : "start",
                "coalesce(start_date, 'infinity'::date)",
                "date",
                descending,
                trip -> trip.startDate() == null ? "infinity" : trip.startDate().toString(),
                Trip::id);
    }

    private static Keyset<Trip> byCreation(boolean descending) {
        return new Keyset<>(
                descending ? "created-desc" : "created",
                "created_at",
                "timestamptz",
                descending,
                trip -> trip.createdAt().toString(),
                Trip::id);
    }
}
