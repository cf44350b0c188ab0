package com.tripsage.gateway.webhook.delivery;

import com.tripsage.gateway.changelog.Change;
import com.tripsage.gateway.event.TripEvent;
import com.tripsage.gateway.event.TripEventKind;
import com.tripsage.gateway.value.Columns;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * An event as it is sent.
 *
 * @param id the same however often it is sent
 */
record Message(UUID id, String kind, @Nullable UUID tripId, String body) {

    static Message of(UUID webhook, Change change, @Nullable TripSummary trip, JsonMapper json) {
        TripEvent event = TripEvent.of(change);
        String name = webhook + ":" + change.id() + ":" + change.occurredAt().toInstant();
        return new Message(
                UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)),
                Columns.lowerCase(event.kind()),
                event.tripId(),
                json.writeValueAsString(new Body(event.kind(), event.occurredAt(), Data.of(event, trip))));
    }

    /** The id as it is sent and shown. */
    String name() {
        return "msg_" + id;
    }

    private record Body(TripEventKind type, OffsetDateTime timestamp, Data data) {}

    private record Data(
            String cursor,
            TripEventKind kind,
            @Nullable UUID tripId,
            @Nullable UUID entityId,
            OffsetDateTime occurredAt,
            @Nullable UUID actorId,
            List<String> changedFields,
            @Nullable TripSummary trip) {

        static Data of(TripEvent event, @Nullable TripSummary trip) {
            return new Data(
                    event.cursor(),
                    event.kind(),
                    event.tripId(),
                    event.entityId(),
                    event.occurredAt(),
                    event.actorId(),
                    event.changedFields(),
                    trip);
        }
    }
}
