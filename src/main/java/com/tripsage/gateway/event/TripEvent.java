package com.tripsage.gateway.event;

import com.tripsage.gateway.changelog.Change;
import com.tripsage.gateway.changelog.Cursor;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Something that happened to a trip, or the beginning of a subscription. */
public record TripEvent(
        String cursor,
        TripEventKind kind,
        @Nullable UUID tripId,
        @Nullable UUID entityId,
        OffsetDateTime occurredAt,
        @Nullable UUID actorId,
        List<String> changedFields) {

    static TripEvent subscribed(Cursor cursor) {
        return new TripEvent(
                cursor.toString(),
                TripEventKind.SUBSCRIBED,
                null,
                null,
                OffsetDateTime.now(ZoneOffset.UTC),
                null,
                List.of());
    }

    public static TripEvent of(Change change) {
        return new TripEvent(
                change.cursor().toString(),
                TripEventKind.of(change),
                change.tripId(),
                change.rowId(),
                change.occurredAt(),
                change.actorId(),
                ChangedFields.of(change.table(), change.changedColumns()));
    }
}
