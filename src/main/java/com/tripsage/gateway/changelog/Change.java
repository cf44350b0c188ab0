package com.tripsage.gateway.changelog;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One change of one row.
 *
 * @param id orders the changes of a row as they happened
 * @param xid the transaction that made it
 * @param rowId for a member of a trip, the user
 * @param userId whose row it is: the owner of a trip, the member of one, the user of a chat session
 * @param actorId who made it, if anybody who was signed in
 * @param changedColumns what an update changed
 * @param audience who may know of it, as it was decided when it was read from the tail; empty where the caller reads
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
