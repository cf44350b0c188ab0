package com.tripsage.gateway.embedding;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import com.tripsage.gateway.database.Access;
import com.tripsage.gateway.database.DatabaseUnavailable;
import com.tripsage.gateway.database.Deadline;
import com.tripsage.gateway.database.Identity;
import com.tripsage.gateway.database.Transactions;
import com.tripsage.gateway.embedding.EmbeddingQueue.Waiting;
import com.tripsage.gateway.embedding.RowEmbedder.Outcome;
import com.tripsage.gateway.process.Background;
import com.tripsage.gateway.security.Caller;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The worker that makes the vectors which could not be made when their texts were stored, or which another program left to be
 * made. It learns from the queue whose rows they are, and reads and writes them as that user. What it has taken and not finished
 * is due again soon, so a restart loses nothing.
 */
final class EmbeddingWorker extends Background {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddingWorker.class);

    /** Few, so that who comes with one text does not wait for long behind somebody else's many. */
    private static final int BATCH = 8;

    /** Half of the time for which rows are taken. Those whose turn does not come meanwhile are given back. */
    private static final Duration TIME_FOR_A_BATCH = Duration.ofSeconds(30);

    private static final Duration BETWEEN_WARNINGS = Duration.ofMinutes(1);
    private static final Duration BETWEEN_COUNTS = Duration.ofSeconds(15);

    private static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(10);

    private final EmbeddingQueue queue;
    private final Map<String, EmbeddingSource> sources;
    private final RowEmbedder embedder;
    private final Transactions transactions;
    private final Duration pollInterval;
    private final boolean isNeeded;
    private final Occasionally counting = new Occasionally(BETWEEN_COUNTS);
    private final Occasionally occasionally = new Occasionally(BETWEEN_WARNINGS);

    private static final UUID NOBODY = new UUID(0, 0);

    /** After whom the next turn begins. Only the worker's own thread knows. */
    private UUID lastServed = UUID.randomUUID();

    private volatile long waiting;

    EmbeddingWorker(
            EmbeddingQueue queue,
            List<EmbeddingSource> sources,
            EmbeddingProvider provider,
            ProviderKeys keys,
            Transactions transactions,
            WorkerProperties properties,
            OperationLoad load,
            boolean isNeeded) {
        super(Thread.ofPlatform().daemon().name("embedding-worker"), DEFAULT_PHASE);
        this.queue = queue;
        this.sources = sources.stream().collect(toMap(EmbeddingSource::kind, Function.identity()));
        this.embedder = new RowEmbedder(provider, keys, transactions, new Courtesy(load, properties.share()));
        this.transactions = transactions;
        this.pollInterval = properties.pollInterval();
        this.isNeeded = isNeeded;
    }

    @Override
    public boolean isAutoStartup() {
        return isNeeded;
    }

    @Override
    protected boolean isExpected(RuntimeException failure) {
        return failure instanceof DatabaseUnavailable;
    }

    /** How many rows of the whole database waited when they were last counted. */
    long waiting() {
        return waiting;
    }

    @Override
    protected Duration round() throws InterruptedException {
        counting.run(() -> waiting = asItself(queue::count));
        List<Waiting> batch = claim();
        long end = System.nanoTime() + TIME_FOR_A_BATCH.toNanos();
        boolean done = !batch.isEmpty();
        for (List<Waiting> together : batch.stream()
                .collect(groupingBy(waiting -> List.of(waiting.userId(), waiting.kind())))
                .values()) {
            done &= embed(together, end);
        }
        return done ? Duration.ZERO : pollInterval;
    }

    /** The next texts, in turns of their users. */
    private List<Waiting> claim() {
        List<Waiting> batch = asItself(() -> queue.claim(lastServed, BATCH));
        if (batch.isEmpty()) {
            batch = asItself(() -> queue.claim(NOBODY, BATCH));
        }
        lastServed = batch.stream()
                .map(Waiting::userId)
                .max(EmbeddingWorker::inTheDatabasesOrder)
                .orElse(NOBODY);
        return batch;
    }

    /** PostgreSQL's order of UUIDs: it takes their bytes without signs, and Java doesn't. */
    private static int inTheDatabasesOrder(UUID one, UUID other) {
        int high = Long.compareUnsigned(one.getMostSignificantBits(), other.getMostSignificantBits());
        return high != 0 ? high : Long.compareUnsigned(one.getLeastSignificantBits(), other.getLeastSignificantBits());
    }

    /** Embeds rows of one user. A failure with them doesn't keep other users' rows waiting. */
    private boolean embed(List<Waiting> rows, long end) throws InterruptedException {
        EmbeddingSource source =
                Objects.requireNonNull(sources.get(rows.getFirst().kind()));
        Outcome outcome = embedder.embed(
                callerOf(rows.getFirst().userId()),
                source,
                rows.stream().map(Waiting::id).toList(),
                end);
        switch (outcome.failure()) {
            case null -> {}
            case EmbeddingUnavailable e -> LOG.debug("What waits for a vector waits on: {}", e.getMessage());
            case RuntimeException e -> warn(e);
        }
        if (!Thread.currentThread().isInterrupted()) {
            settle(source.kind(), outcome);
        }
        return outcome.failed().isEmpty();
    }

    private void settle(String kind, Outcome outcome) {
        if (!outcome.gone().isEmpty()) {
            asItself(() -> queue.remove(kind, outcome.gone()));
        }
        if (!outcome.untried().isEmpty()) {
            asItself(() -> queue.giveBack(kind, outcome.untried()));
        }
        if (!outcome.failed().isEmpty()) {
            asItself(() -> queue.release(kind, outcome.failed()));
        }
    }

    private <T> T asItself(Supplier<T> work) {
        return transactions.run(Identity.EMBEDDING, Access.WRITE, Deadline.after(TRANSACTION_TIMEOUT), _ -> work.get());
    }

    private void warn(RuntimeException failure) {
        if (Thread.currentThread().isInterrupted()) {
            return; // The program ends, which needs no line in the log.
        }
        occasionally.run(() -> LOG.warn("What waits for a vector waits on: {}", failure.getMessage()));
    }

    private static Caller callerOf(UUID user) {
        return new Caller(user, null, "{\"sub\": \"" + user + "\", \"role\": \"authenticated\"}");
    }
}
