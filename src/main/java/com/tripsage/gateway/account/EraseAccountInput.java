package com.tripsage.gateway.account;

import java.util.List;
import java.util.UUID;

record EraseAccountInput(String confirm, List<HandOver> handOver, OtherSharedTrips otherSharedTrips) {

    /** A trip, and the editor who becomes its owner. */
    record HandOver(UUID tripId, UUID newOwnerId) {}

    /** What becomes of shared trips that are not handed over. */
    enum OtherSharedTrips {
        REFUSE,
        DELETE
    }
}
