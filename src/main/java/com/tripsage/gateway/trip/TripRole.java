package com.tripsage.gateway.trip;

/** What the caller may do with a trip. */
public enum TripRole {
    OWNER,
    EDITOR,
    VIEWER
}
