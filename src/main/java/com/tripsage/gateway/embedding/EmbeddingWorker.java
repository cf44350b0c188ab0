package com.tripsage.gateway.embedding;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import com.tripsage.gateway.database.Access;
import com.tripsage.gateway.database.Deadline;
import com.tripsage.gateway.database.Identity;
import com.tripsage.gateway.database.Transactions;
import com.tripsage.gateway.embedding.EmbeddingQueue.Waiting;
import com.tripsage.gateway.security.Caller;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Makes the vectors that could not be made when their texts were stored, or that another program left to be made. It
 * learns from the queue whose rows they are, and reads and writes them as that user. What it has taken and not finished
 * is due again soon, so a restart loses nothing.
 */
final class EmbeddingWorker implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddingWorker.class);

    private static final int BATCH = 32;

    /** Whoever was taken this often is embedded alone, lest it be what the provider refuses the others for. */
    private static final int ATTEMPTS_IN_COMPANY = 3;

    private static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(10);

    private final EmbeddingQueue queue;
    private final Map<String, EmbeddingSource> sources;
    private final EmbeddingProvider provider;
    private final ProviderKeys keys;
    private final Transactions transactions;
    private final WorkerProperties properties;
    private final boolean isNeeded;

    private @Nullable Thread thread;

    EmbeddingWorker(
            EmbeddingQueue queue,
            List<EmbeddingSource> sources,
            EmbeddingProvider provider,
            ProviderKeys keys,
            Transactions transactions,
            WorkerProperties properties,
            boolean isNeeded) {
        this.queue = queue;
        this.sources = sources.stream().collect(toMap(EmbeddingSource::kind, Function.identity()));
        this.provider = provider;
        this.keys = keys;
        this.transactions = transactions;
        this.properties = properties;
        this.isNeeded = isNeeded;
    }

    @Override
    public boolean isAutoStartup() {
        return isNeeded;
    }

    @Override
    public synchronized void start() {
        thread = Thread.ofVirtual().name("embedding-worker").start(this::run);
    }

    @Override
    public synchronized void stop() {
        if (thread != null) {
            thread.interrupt();
            thread = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return thread != null;
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(pauseAfterOneBatch());
            }
        } catch (InterruptedException e) {
            LOG.debug("The worker ends with the program");
        }
    }

    /** Requests come first: what a batch takes is only a share of the time. */
    private Duration pauseAfterOneBatch() {
        long start = System.nanoTime();
        try {
            if (embedBatch()) {
                long taken = System.nanoTime() - start;
                return Duration.ofNanos((long) (taken * (1 / properties.share() - 1)));
            }
        } catch (EmbeddingUnavailable e) {
            LOG.debug("What waits for a vector waits on: {}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.warn("What waits for a vector waits on: {}", e.getMessage());
        }
        return properties.pollInterval();
    }

    private boolean embedBatch() {
        List<Waiting> batch = transactions.run(
                Identity.EMBEDDING,
                Access.WRITE,
                Deadline.after(TRANSACTION_TIMEOUT),
                transaction -> queue.claim(BATCH));
        batch.stream().collect(groupingBy(Waiting::userId)).forEach((user, ofUser) -> ofUser.stream()
                .collect(groupingBy(Waiting::kind))
                .forEach((kind, ofKind) -> embed(callerOf(user), Objects.requireNonNull(sources.get(kind)), ofKind)));
        return !batch.isEmpty();
    }

    private void embed(Caller user, EmbeddingSource source, List<Waiting> waiting) {
        List<UUID> ids = waiting.stream().map(Waiting::id).toList();
        Map<UUID, String> texts = transactions.run(
                user, Access.READ, Deadline.after(TRANSACTION_TIMEOUT), transaction -> source.findTexts(ids));
        List<UUID> gone = ids.stream().filter(id -> !texts.containsKey(id)).toList();
        if (!gone.isEmpty()) {
            transactions.run(Identity.EMBEDDING, Access.WRITE, Deadline.after(TRANSACTION_TIMEOUT), transaction -> {
                queue.remove(source.kind(), gone);
                return gone;
            });
        }
        List<UUID> together = new ArrayList<>();
        for (Waiting one : waiting) {
            if (texts.containsKey(one.id())) {
                if (one.attempts() > ATTEMPTS_IN_COMPANY) {
                    embed(user, source, List.of(one.id()), texts);
                } else {
                    together.add(one.id());
                }
            }
        }
        if (!together.isEmpty()) {
            embed(user, source, together, texts);
        }
    }

    private void embed(Caller user, EmbeddingSource source, List<UUID> ids, Map<UUID, String> texts) {
        List<String> wanted = ids.stream().map(texts::get).toList();
        OwnKey ownKey = name -> keys.find(user, name, Deadline.after(TRANSACTION_TIMEOUT));
        var made = new Embeddings(provider.model());
        made.put(Purpose.DOCUMENT, wanted, provider.embed(wanted, Purpose.DOCUMENT, ownKey));
        transactions.run(user, Access.WRITE, Deadline.after(TRANSACTION_TIMEOUT), transaction -> {
            ids.forEach(id -> {
                String text = Objects.requireNonNull(texts.get(id));
                made.ofDocument(text).ifPresent(embedding -> source.store(id, text, embedding));
            });
            return ids;
        });
    }

    private static Caller callerOf(UUID user) {
        return new Caller(user, null, "{\"sub\": \"" + user + "\", \"role\": \"authenticated\"}");
    }
}
