package com.tripsage.gateway.audit;

import com.tripsage.gateway.account.ExportedPart;
import com.tripsage.gateway.database.CallerTransaction;
import com.tripsage.gateway.event.ChangedFields;
import com.tripsage.gateway.security.Caller;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The audit trail in an export of the caller's account: all that there is, entry by entry. */
@Component
final class ExportedTrail implements ExportedPart {

    private static final String ENTRIES = """
            select json_build_object('__typename', 'AuditEntry', 'id', lpad(to_hex(t.position), 32, '0')::uuid, 'table', t.table_name,
                                     'recordId', t.row_id, 'action', t.operation, 'actorId', t.actor_id, 'tokenId', t.token_id,
                                     'changedFields', t.changed_columns, 'occurredAt',
                                     to_char(t.occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
                                     'requestId', t.request_id)
              from audit.trail t""";

    @Override
    public String type() {
        return "AuditEntry";
    }

    @Override
    public long write(Caller caller, CallerTransaction transaction, OutputStream lines) {
        return transaction.copy(ENTRIES, new Translated(lines));
    }

    /** Lines in the words of the API; PostgreSQL writes each at once. */
    private static final class Translated extends FilterOutputStream {

        private static final JsonMapper JSON = new JsonMapper();

        Translated(OutputStream lines) {
            super(lines);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            var entry = (ObjectNode) JSON.readTree(bytes, offset, length);
            String table = entry.path("table").stringValue();
            List<String> columns = entry.path("changedFields")
                    .valueStream()
                    .map(column -> column.stringValue())
                    .toList();
            entry.put("table", AuditedTables.nameOf(table));
            entry.set("changedFields", JSON.valueToTree(ChangedFields.of(table, columns)));
            out.write(JSON.writeValueAsBytes(entry));
            out.write('\n');
        }
    }
}
