package com.tripsage.gateway.memory;

import com.tripsage.gateway.paging.Conditions;
import com.tripsage.gateway.value.Columns;
import com.tripsage.gateway.value.Json;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

record MemoryFilter(
        @Nullable List<MemoryKind> kind,
        @Nullable Json metadata,
        @Nullable UUID sessionId,
        @Nullable OffsetDateTime createdAfter,
        @Nullable OffsetDateTime createdBefore,
        @Nullable Boolean includeSuperseded) {

    /** What is true of all memories that stand for themselves. */
    static Conditions conditions(@Nullable MemoryFilter filter) {
        return filter == null ? new Conditions().and("superseded_by is null") : filter.conditions();
    }

    private Conditions conditions() {
        var conditions = new Conditions();
        if (!Boolean.TRUE.equals(includeSuperseded)) {
            conditions.and("superseded_by is null");
        }
        if (kind != null) {
            conditions.and("content_type = any(:kinds)", "kinds", Columns.lowerCase(kind));
        }
        if (metadata != null) {
            conditions.and("metadata @> cast(:metadata as jsonb)", "metadata", metadata.text());
        }
        if (sessionId != null) {
            conditions.and("session_id = :session", "session", sessionId);
        }
        if (createdAfter != null) {
            conditions.and("created_at > :createdAfter", "createdAfter", createdAfter);
        }
        if (createdBefore != null) {
            conditions.and("created_at < :createdBefore", "createdBefore", createdBefore);
        }
        return conditions;
    }
}
