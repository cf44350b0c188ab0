package com.tripsage.gateway.torture;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/**
 * An event as it arrived.
 *
 * @param at when it arrived, by the clock that PostgreSQL has too
 */
record Event(Key key, Instant at) {

    static Event of(JsonNode event) {
        return new Event(
                new Key(
                        event.path("kind").stringValue(),
                        UUID.fromString(event.path("tripId").stringValue()),
                        UUID.fromString(event.path("entityId").stringValue()),
                        OffsetDateTime.parse(event.path("occurredAt").stringValue())
                                .toInstant()),
                Instant.now());
    }

    /** By what an event is the same one when it arrives again. */
    record Key(String kind, UUID trip, UUID entity, Instant occurredAt) {}
}
