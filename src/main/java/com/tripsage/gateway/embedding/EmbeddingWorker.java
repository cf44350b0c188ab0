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
import java.util.function.Supplier;
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

    /** Half of the time for which rows are taken. Those whose turn does not come meanwhile are due again soon. */
    private static final Duration TIME_FOR_A_BATCH = Duration.ofSeconds(30);

    private static final Duration BETWEEN_WARNINGS = Duration.ofMinutes(1);

    private static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(10);

    private final EmbeddingQueue queue;
    private final Map<String, EmbeddingSource> sources;
    private final EmbeddingProvider provider;
    private final ProviderKeys keys;
    private final Transactions transactions;
    private final WorkerProperties properties;
    private final boolean isNeeded;
    private final Occasionally occasionally = new Occasionally(BETWEEN_WARNINGS);

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
        thread = Thread.ofPlatform().daemon().name("embedding-worker").start(this::run);
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
        } catch (RuntimeException e) {
            warn(e);
        }
        return properties.pollInterval();
    }

    /** Whether there was something to do and all of it is done. */
    private boolean embedBatch() {
        List<Waiting> batch = asItself(() -> queue.claim(BATCH));
        long end = System.nanoTime() + TIME_FOR_A_BATCH.toNanos();
        boolean done = !batch.isEmpty();
        for (List<Waiting> together : batch.stream()
                .collect(groupingBy(waiting -> List.of(waiting.userId(), waiting.kind())))
                .values()) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            Waiting first = together.get(0);
            List<UUID> ids = together.stream().map(Waiting::id).toList();
            done &= embed(callerOf(first.userId()), Objects.requireNonNull(sources.get(first.kind())), ids);
        }
        return done;
    }

    /** Embeds rows of one user. What goes wrong with them is no reason to keep other users' rows waiting. */
    private boolean embed(Caller user, EmbeddingSource source, List<UUID> ids) {
        List<UUID> left = ids;
        try {
            Map<UUID, String> texts = transactions.run(
                    user, Access.READ, Deadline.after(TRANSACTION_TIMEOUT), transaction -> source.findTexts(ids));
            List<UUID> gone = ids.stream().filter(id -> !texts.containsKey(id)).toList();
            if (!gone.isEmpty()) {
                asItself(() -> queue.remove(source.kind(), gone));
            }
            left = embed(user, source, List.copyOf(texts.keySet()), texts);
        } catch (EmbeddingUnavailable e) {
            LOG.debug("What waits for a vector waits on: {}", e.getMessage());
        } catch (RuntimeException e) {
            warn(e);
        }
        List<UUID> waiting = left;
        if (!waiting.isEmpty() && !Thread.currentThread().isInterrupted()) {
            asItself(() -> queue.release(source.kind(), waiting));
        }
        return waiting.isEmpty();
    }

    /**
     * Embeds texts together, or by halves where the provider does not want one of them.
     *
     * @return those that have no vector
     */
    private List<UUID> embed(Caller user, EmbeddingSource source, List<UUID> ids, Map<UUID, String> texts) {
        if (ids.isEmpty()) {
            return ids;
        }
        List<String> wanted = ids.stream().map(texts::get).distinct().toList();
        OwnKey ownKey = name -> keys.find(user, name, Deadline.after(TRANSACTION_TIMEOUT));
        var made = new Embeddings(provider.model());
        try {
            made.put(Purpose.DOCUMENT, wanted, provider.embed(wanted, Purpose.DOCUMENT, ownKey));
        } catch (CallFailed e) {
            if (!e.isAboutTexts()) {
                throw e;
            }
            if (ids.size() == 1) {
                return ids;
            }
            List<UUID> left = new ArrayList<>(embed(user, source, ids.subList(0, ids.size() / 2), texts));
            left.addAll(embed(user, source, ids.subList(ids.size() / 2, ids.size()), texts));
            return left;
        }
        return transactions.run(user, Access.WRITE, Deadline.after(TRANSACTION_TIMEOUT), transaction -> {
            List<UUID> left = new ArrayList<>();
            for (UUID id : ids) {
                String text = Objects.requireNonNull(texts.get(id));
                made.ofDocument(text)
                        .ifPresentOrElse(embedding -> source.store(id, text, embedding), () -> left.add(id));
            }
            return left;
        });
    }

    private <T> T asItself(Supplier<T> work) {
        return transactions.run(
                Identity.EMBEDDING, Access.WRITE, Deadline.after(TRANSACTION_TIMEOUT), transaction -> work.get());
    }

    private void warn(RuntimeException failure) {
        if (Thread.currentThread().isInterrupted()) {
            return; // by the program's end, which is no news
        }
        occasionally.run(() -> LOG.warn("What waits for a vector waits on: {}", failure.getMessage()));
    }

    private static Caller callerOf(UUID user) {
        return new Caller(user, null, "{\"sub\": \"" + user + "\", \"role\": \"authenticated\"}");
    }
}
