package com.tripsage.gateway;

import java.util.Map;
import java.util.UUID;

/** The people around a shared trip: its owner, an editor and a viewer, who joined in this order, and a stranger. */
public record Party(Traveller owner, Traveller editor, Traveller viewer, Traveller stranger, UUID trip) {

    public static Party around(int port, String title) {
        return around(port, Map.of("title", title));
    }

    /** Makes the trip, and shares it. */
    public static Party around(int port, Map<String, ?> trip) {
        Traveller owner = Traveller.known(port);
        var party = new Party(
                owner, Traveller.known(port), Traveller.known(port), Traveller.known(port), owner.createTrip(trip));
        owner.share(party.trip, party.editor, "EDITOR");
        owner.share(party.trip, party.viewer, "VIEWER");
        return party;
    }
}
