package com.tripsage.gateway.sharing;

/** What somebody may do with a trip that is shared with them. */
enum TripMemberRole {
    EDITOR,
    VIEWER
}
