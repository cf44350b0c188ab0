package com.tripsage.gateway.sharing;

/** The role of a member, which says what the member may do with the trip. */
enum TripMemberRole {
    EDITOR,
    VIEWER
}
