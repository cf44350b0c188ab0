package com.tripsage.gateway.trip;

import com.tripsage.gateway.paging.Keyset;

/** The orders of a list of trips; each has its index. */
enum TripOrder {
    START_DATE_ASC,
    START_DATE_DESC,
    CREATED_AT_ASC,
    CREATED_AT_DESC;

    Keyset keyset() {
        return switch (this) {
            case START_DATE_ASC -> byStart("start", false);
            case START_DATE_DESC -> byStart("start-desc", true);
            case CREATED_AT_ASC -> byCreation("created", false);
            case CREATED_AT_DESC -> byCreation("created-desc", true);
        };
    }

    private static Keyset byStart(String name, boolean descending) {
        return Keyset.by(name, "coalesce(start_date, 'infinity'::date)", "date", descending);
    }

    private static Keyset byCreation(String name, boolean descending) {
        return Keyset.by(name, "created_at", "timestamptz", descending);
    }
}
