package com.tripsage.gateway.audit;

import com.tripsage.gateway.paging.Conditions;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

record AuditFilter(
        @Nullable String table,
        @Nullable UUID recordId,
        @Nullable List<AuditAction> actions,
        @Nullable UUID actorId,
        @Nullable OffsetDateTime from,
        @Nullable OffsetDateTime to) {

    Conditions conditions() {
        var conditions = new Conditions();
        if (table != null) {
            conditions.and("table_name = :table", "table", AuditedTables.named(table));
        }
        if (recordId != null) {
            conditions.and("row_id = :record", "record", recordId);
        }
        if (actions != null) {
            conditions.and(
                    "operation = any(:actions)",
                    "actions",
                    actions.stream().map(AuditAction::name).toArray(String[]::new));
        }
        if (actorId != null) {
            conditions.and("actor_id = :actor", "actor", actorId);
        }
        if (from != null) {
            conditions.and("occurred_at >= :from", "from", from);
        }
        if (to != null) {
            conditions.and("occurred_at < :to", "to", to);
        }
        return conditions;
    }
}
