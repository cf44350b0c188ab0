package com.tripsage.gateway.idempotency;

import com.tripsage.gateway.database.Access;
import com.tripsage.gateway.database.Deadline;
import com.tripsage.gateway.database.Identity;
import com.tripsage.gateway.database.Transactions;
import com.tripsage.gateway.refusal.Refusal;
import com.tripsage.gateway.security.Caller;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The keys of requests that were carried out, with their answers, each in the transaction of what its request has written. */
@Repository
public class IdempotencyKeys {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final JdbcClient jdbc;
    private final Transactions transactions;
    private final IdempotencyProperties properties;
    private final MeterRegistry meters;

    IdempotencyKeys(
            JdbcClient jdbc, Transactions transactions, IdempotencyProperties properties, MeterRegistry meters) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.properties = properties;
        this.meters = meters;
    }

    /**
     * Claims the key of a request in the caller's transaction.
     *
     * @return the answer where the request has been carried out; null where it is to be carried out now
     * @throws Refusal where the key is another request's, or one with it is being carried out
     */
    public byte @Nullable [] claim(KeyedRequest request) {
        return jdbc.sql("select c.is_new, c.is_same, c.answer from idempotency.claim(:key, :request, :patience) c")
                .param("key", request.key())
                .param("request", request.hash())
                .param("patience", Math.toIntExact(properties.patience().toMillis()))
                .query(this::claimed)
                .single()
                .orElse(null);
    }

    private Optional<byte[]> claimed(ResultSet row, int number) throws SQLException {
        if (row.getBoolean("is_new")) {
            count("first");
            return Optional.empty();
        }
        if (row.wasNull()) {
            count("busy");
            throw Refusal.conflict("A request with this idempotency key is being carried out", properties.retryAfter());
        }
        byte[] answer = row.getBytes("answer");
        if (!row.getBoolean("is_same") || answer == null) {
            count("other");
            throw Refusal.conflict("This idempotency key was sent with another request");
        }
        count("replayed");
        return Optional.of(answer);
    }

    private void count(String outcome) {
        meters.counter("gateway.idempotency.claims", "outcome", outcome).increment();
    }

    /** Keeps the answer to a request that has claimed its key in the same transaction. */
    public void keep(KeyedRequest request, byte[] answer) {
        jdbc.sql("select idempotency.keep(:key, convert_from(:answer, 'UTF8'))")
                .param("key", request.key())
                .param("answer", answer)
                .query()
                .listOfRows();
    }

    /** Whether a request with this key has been carried out, as a transaction of its own sees it. */
    public boolean isKept(Caller caller, KeyedRequest request, Deadline deadline) {
        return transactions.run(
                caller, Access.READ, deadline, transaction -> jdbc.sql("select idempotency.is_kept(:key)")
                        .param("key", request.key())
                        .query(Boolean.class)
                        .single());
    }

    /** Removes some of the keys that are older than the retention; the number of those removed. */
    int removeOld(int most) {
        return transactions.run(Identity.IDEMPOTENCY, Access.WRITE, Deadline.after(TIMEOUT), transaction -> jdbc.sql(
                        "select idempotency.remove(make_interval(secs => :seconds), :most)")
                .param("seconds", (double) properties.retention().toSeconds())
                .param("most", most)
                .query(Integer.class)
                .single());
    }
}
