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
 * The worker that makes the vectors which could not be made when their texts were stored, or which another program left to be
 * made. It learns from the queue whose rows they are, and reads and writes them as that user. What it has taken and not finished
 * is due again soon, so a restart loses nothing.
 */
final class EmbeddingWorker implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddingWorker.class);

    /** Few, so that who comes with one text does not wait for long behind somebody else's many. */
    private static final int BATCH = 8;

    /** What is worked at without a pause, unless a single text is longer: a second of one processor. */
    private static final int CHARACTERS = 10_000;

    /** Half of the time for which rows are taken. Those whose turn does not come meanwhile are given back. */
    private static final Duration TIME_FOR_A_BATCH = Duration.ofSeconds(30);

    private static final Duration BETWEEN_WARNINGS = Duration.ofMinutes(1);

    private static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(10);

    private final EmbeddingQueue queue;
    private final Map<String, EmbeddingSource> sources;
    private final EmbeddingProvider provider;
    private final ProviderKeys keys;
    private final Transactions transactions;
    private final Duration pollInterval;
    private final Courtesy courtesy;
    private final boolean isNeeded;
    private final Occasionally occasionally = new Occasionally(BETWEEN_WARNINGS);

    private static final UUID NOBODY = new UUID(0, 0);

    /** After whom the next turn begins. Only the worker's own thread knows. */
    private UUID lastServed = UUID.randomUUID();

    private @Nullable Thread thread;

    EmbeddingWorker(
            EmbeddingQueue queue,
            List<EmbeddingSource> sources,
            EmbeddingProvider provider,
            ProviderKeys keys,
            Transactions transactions,
            WorkerProperties properties,
            OperationLoad load,
            boolean isNeeded) {
        this.queue = queue;
        this.sources = sources.stream().collect(toMap(EmbeddingSource::kind, Function.identity()));
        this.provider = provider;
        this.keys = keys;
        this.transactions = transactions;
        this.pollInterval = properties.pollInterval();
        this.courtesy = new Courtesy(load, properties.share());
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
                if (!embedBatch()) {
                    Thread.sleep(pollInterval);
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("The worker ends with the program");
        }
    }

    /** Whether there was something to do and all of it is done. */
    private boolean embedBatch() throws InterruptedException {
        try {
            List<Waiting> batch = claim();
            long end = System.nanoTime() + TIME_FOR_A_BATCH.toNanos();
            boolean done = !batch.isEmpty();
            for (List<Waiting> together : batch.stream()
                    .collect(groupingBy(waiting -> List.of(waiting.userId(), waiting.kind())))
                    .values()) {
                done &= embed(together, end);
            }
            return done;
        } catch (RuntimeException e) {
            warn(e);
            return false;
        }
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

    /** PostgreSQL takes the bytes of a UUID without signs; Java does not. */
    private static int inTheDatabasesOrder(UUID one, UUID other) {
        int high = Long.compareUnsigned(one.getMostSignificantBits(), other.getMostSignificantBits());
        return high != 0 ? high : Long.compareUnsigned(one.getLeastSignificantBits(), other.getLeastSignificantBits());
    }

    /** Embeds rows of one user. What goes wrong with them is no reason to keep other users' rows waiting. */
    private boolean embed(List<Waiting> rows, long end) throws InterruptedException {
        Caller user = callerOf(rows.get(0).userId());
        EmbeddingSource source = Objects.requireNonNull(sources.get(rows.get(0).kind()));
        List<UUID> ids = rows.stream().map(Waiting::id).toList();
        List<UUID> untried = new ArrayList<>(ids);
        List<UUID> failed = new ArrayList<>();
        try {
            Map<UUID, String> texts = transactions.run(
                    user, Access.READ, Deadline.after(TRANSACTION_TIMEOUT), _ -> source.findTexts(ids));
            List<UUID> gone = ids.stream().filter(id -> !texts.containsKey(id)).toList();
            if (!gone.isEmpty()) {
                asItself(() -> queue.remove(source.kind(), gone));
                untried.removeAll(gone);
            }
            for (List<UUID> chunk : chunks(untried, texts)) {
                if (System.nanoTime() - end > 0) {
                    break;
                }
                untried.removeAll(chunk);
                failed.addAll(chunk);
                long start = System.nanoTime();
                List<UUID> left = embed(user, source, chunk, texts);
                failed.removeAll(chunk);
                failed.addAll(left);
                courtesy.pauseAfter(Duration.ofNanos(System.nanoTime() - start));
            }
        } catch (EmbeddingUnavailable e) {
            LOG.debug("What waits for a vector waits on: {}", e.getMessage());
            failed.addAll(untried);
            untried.clear();
        } catch (RuntimeException e) {
            warn(e);
            failed.addAll(untried);
            untried.clear();
        }
        giveBack(source.kind(), untried, failed);
        return failed.isEmpty();
    }

    private void giveBack(String kind, List<UUID> untried, List<UUID> failed) {
        if (!Thread.currentThread().isInterrupted()) {
            if (!untried.isEmpty()) {
                asItself(() -> queue.giveBack(kind, untried));
            }
            if (!failed.isEmpty()) {
                asItself(() -> queue.release(kind, failed));
            }
        }
    }

    /** Few characters together, and at least one text. */
    private static List<List<UUID>> chunks(List<UUID> ids, Map<UUID, String> texts) {
        List<List<UUID>> chunks = new ArrayList<>();
        List<UUID> chunk = new ArrayList<>();
        int characters = 0;
        for (UUID id : ids) {
            characters += Objects.requireNonNull(texts.get(id)).length();
            if (!chunk.isEmpty() && characters > CHARACTERS) {
                chunks.add(chunk);
                chunk = new ArrayList<>();
                characters = Objects.requireNonNull(texts.get(id)).length();
            }
            chunk.add(id);
        }
        if (!chunk.isEmpty()) {
            chunks.add(chunk);
        }
        return chunks;
    }

    /**
     * Embeds texts together, or by halves where the provider does not want one of them.
     *
     * @return those that have no vector
     */
    private List<UUID> embed(Caller user, EmbeddingSource source, List<UUID> ids, Map<UUID, String> texts) {
        List<String> wanted = ids.stream().map(texts::get).distinct().toList();
        OwnKey ownKey = name -> keys.find(user, name, Deadline.after(TRANSACTION_TIMEOUT));
        var made = new TextEmbeddings(provider.model());
        try {
            made.put(Purpose.DOCUMENT, wanted, provider.embedInBackground(wanted, ownKey));
        } catch (EmbeddingUnavailable e) {
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
        return transactions.run(user, Access.WRITE, Deadline.after(TRANSACTION_TIMEOUT), _ -> {
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
                Identity.EMBEDDING, Access.WRITE, Deadline.after(TRANSACTION_TIMEOUT), _ -> work.get());
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
