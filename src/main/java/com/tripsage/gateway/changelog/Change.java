package com.tripsage.gateway.changelog;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A change of a row, as the log tells it.
 *
 * @param id orders the changes of a row as they happened
 * @param xid the transaction that made it
 * @param rowId for a member of a trip, the user
 * @param userId the user whose row it is: the owner of a trip, the member of one, the user of a chat session
 * @param actorId the user who made it; null for programs without a token
 * @param changedColumns the columns that an update changed
 * @param audience the users who may know of it, as decided when it was read from the tail; empty where the caller reads
 * @param cursor the position behind it
 */
public record Change(
        long id,
        long xid,
        String table,
        Operation operation,
        UUID rowId,
        @Nullable UUID tripId,
        @Nullable UUID sessionId,
        @Nullable UUID userId,
        @Nullable UUID actorId,
        OffsetDateTime occurredAt,
        List<String> changedColumns,
        Set<UUID> audience,
        Cursor cursor) {

    public enum Operation {
        INSERT,
        UPDATE,
        DELETE
    }
}
