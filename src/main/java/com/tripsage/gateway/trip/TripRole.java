package com.tripsage.gateway.trip;

/** The role of the caller in a trip. */
public enum TripRole {
    OWNER,
    EDITOR,
    VIEWER
}
