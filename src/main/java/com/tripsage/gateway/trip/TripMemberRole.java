package com.tripsage.gateway.trip;

/** What somebody may do with a trip that is shared with them. */
enum TripMemberRole {
    EDITOR,
    VIEWER
}
