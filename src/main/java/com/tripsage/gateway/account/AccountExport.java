package com.tripsage.gateway.account;

import com.tripsage.gateway.budget.Holding;
import com.tripsage.gateway.budget.MemoryBudget;
import com.tripsage.gateway.budget.Use;
import com.tripsage.gateway.database.Access;
import com.tripsage.gateway.database.CallerTransaction;
import com.tripsage.gateway.database.Deadline;
import com.tripsage.gateway.database.Transactions;
import com.tripsage.gateway.graphql.CallerRegistry;
import com.tripsage.gateway.security.Caller;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.springframework.stereotype.Component;

/**
 * The export of all that is a caller's, as lines of JSON from one snapshot. The rows go from PostgreSQL to the client one by one, so the
 * largest account takes no more memory than its largest row. The last line says what should be there: without it, something is missing.
 */
@Component
class AccountExport {

    private final Transactions transactions;
    private final CallerRegistry callers;
    private final ExportRepository repository;
    private final List<ExportedPart> parts;
    private final MemoryBudget budget;
    private final ExportProperties properties;

    AccountExport(
            Transactions transactions,
            CallerRegistry callers,
            ExportRepository repository,
            List<ExportedPart> parts,
            MemoryBudget budget,
            ExportProperties properties) {
        this.transactions = transactions;
        this.callers = callers;
        this.repository = repository;
        this.parts = parts;
        this.budget = budget;
        this.properties = properties;
    }

    /**
     * Writes all lines.
     *
     * @throws UncheckedIOException where the client has gone, or has not taken them in time
     */
    void write(Caller caller, boolean withVectors, OutputStream client) {
        Deadline deadline = Deadline.after(properties.timeout());
        try (Holding memory = budget.holding(caller.id())) {
            callers.register(caller, deadline);
            var output = new Lines(client, deadline, memory);
            memory.during(() -> transactions.run(caller, Access.READ, deadline, transaction -> {
                output.requireUnbegun();
                write(caller, withVectors, transaction, output);
                return true;
            }));
        }
    }

    private void write(Caller caller, boolean withVectors, CallerTransaction transaction, Lines output) {
        Map<String, String> queries = repository.queries(withVectors);
        Map<String, Long> counts = new LinkedHashMap<>();
        output.line("{\"__typename\":\"Export\",\"userId\":\"%s\",\"exportedAt\":\"%s\"}"
                .formatted(caller.id(), Instant.now().truncatedTo(ChronoUnit.MILLIS)));
        queries.forEach((type, query) -> counts.put(type, transaction.copy(query, output)));
        for (ExportedPart part : parts) {
            counts.put(part.type(), output.write(part, caller, transaction));
        }
        var told = new StringJoiner(",");
        counts.forEach((type, count) -> told.add("\"" + type + "\":" + count));
        output.line("{\"__typename\":\"ExportEnd\",\"counts\":{" + told + "}}");
    }

    /** The client, who has to take everything before the deadline. */
    private static final class Lines extends OutputStream {

        private final OutputStream client;
        private final Deadline deadline;
        private final Holding memory;
        private boolean begun;

        Lines(OutputStream client, Deadline deadline, Holding memory) {
            this.client = client;
            this.deadline = deadline;
            this.memory = memory;
        }

        /** Another attempt, after a lost connection, would say everything twice. */
        void requireUnbegun() {
            if (begun) {
                throw new UncheckedIOException(new IOException("The export was cut"));
            }
        }

        long write(ExportedPart part, Caller caller, CallerTransaction transaction) {
            try {
                return part.write(caller, transaction, this);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void line(String json) {
            try {
                write((json + "\n").getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (deadline.remainingMillis() == 0) {
                throw new IOException("The client took too long for the export");
            }
            begun = true;
            client.write(bytes, offset, length);
            memory.release(Use.ROWS);
        }
    }
}
