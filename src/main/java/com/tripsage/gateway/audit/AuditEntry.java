package com.tripsage.gateway.audit;

import com.tripsage.gateway.event.ChangedFields;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Something that was done. */
record AuditEntry(
        UUID id,
        String table,
        UUID recordId,
        AuditAction action,
        @Nullable UUID actorId,
        @Nullable UUID tokenId,
        List<String> changedFields,
        OffsetDateTime occurredAt,
        @Nullable String requestId) {

    static final String COLUMNS =
            "position, table_name, row_id, operation, actor_id, token_id, changed_columns, occurred_at, request_id";

    static AuditEntry map(ResultSet row, int number) throws SQLException {
        String table = row.getString("table_name");
        return new AuditEntry(
                new UUID(0, row.getLong("position")),
                AuditedTables.nameOf(table),
                row.getObject("row_id", UUID.class),
                AuditAction.valueOf(row.getString("operation")),
                row.getObject("actor_id", UUID.class),
                row.getObject("token_id", UUID.class),
                ChangedFields.of(table, List.of((String[])
                        row.getArray("changed_columns").getArray())),
                row.getObject("occurred_at", OffsetDateTime.class),
                row.getString("request_id"));
    }
}
