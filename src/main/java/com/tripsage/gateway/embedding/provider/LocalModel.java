package com.tripsage.gateway.embedding.provider;

import static java.util.Objects.requireNonNull;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.onnxruntime.OrtException;
import com.tripsage.gateway.embedding.EmbeddingUnavailable;
import com.tripsage.gateway.embedding.Occasionally;
import com.tripsage.gateway.process.Ending;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * BAAI's bge-small-en-v1.5 in ONNX, quantised, out of LangChain4j's package. LangChain4j's own class around it runs as many
 * threads for a text as there are cores, beside as many texts, tokenises each text three times, holds the file on the heap
 * and fails on an empty text: a third of the speed, and 100 MiB more.
 */
final class LocalModel {

    private static final Logger LOG = LoggerFactory.getLogger(LocalModel.class);
    private static final Occasionally FAILURES = new Occasionally(Duration.ofMinutes(1));

    static final String NAME = "bge-small-en-v1.5-q";
    static final int DIMENSIONS = 384;

    /** The length of the texts that the model was trained on, [CLS] and [SEP] included. */
    private static final int TOKENS = 512;

    /** Texts at once. Each takes working memory of its own, so there are no more with more cores. */
    static final int THREADS = 2;

    /** One for the whole process, whatever the number of application contexts; empty before anybody needs it. */
    private static final AtomicReference<@Nullable CompletableFuture<LocalModel>> SHARED = new AtomicReference<>();

    /** Held by what runs in native code, and in the end by the end of the process. */
    private static final ReadWriteLock NATIVE = new ReentrantReadWriteLock();

    private static final Duration PATIENCE_AT_THE_END = Duration.ofSeconds(10);

    private final OnnxModel model;
    private final HuggingFaceTokenizer tokenizer;

    /**
     * Platform threads: the native call would hold a virtual thread's carrier, and with it other requests. What nobody waits for
     * has threads of its own, which take no processor from what somebody waits for.
     */
    private final Map<Urgency, ExecutorService> threads = Map.of(
            Urgency.NOW, Executors.newFixedThreadPool(THREADS, named("embedding-")),
            Urgency.LATER, Executors.newFixedThreadPool(THREADS, last(named("embedding-later-"))));

    private static ThreadFactory last(ThreadFactory threads) {
        return work -> threads.newThread(Niceness.last(work));
    }

    private static ThreadFactory named(String name) {
        return Thread.ofPlatform().daemon().name(name, 1).factory();
    }

    private LocalModel(OnnxModel model, HuggingFaceTokenizer tokenizer) {
        this.model = model;
        this.tokenizer = tokenizer;
    }

    static boolean isLoaded() {
        CompletableFuture<LocalModel> loading = SHARED.get();
        return loading != null && loading.isDone() && !loading.isCompletedExceptionally();
    }

    /**
     * The model, loaded where that has not happened yet, on a thread of its own whoever asks: reading it out of a jar in a jar
     * holds locks that class loaders need. A failure is tried again by the next caller.
     */
    static LocalModel get(Duration patience) throws InterruptedException {
        try {
            return loading().get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            throw new EmbeddingUnavailable("The local embedding model is still being loaded");
        } catch (ExecutionException e) {
            throw new EmbeddingUnavailable("The local embedding model can't be loaded", e.getCause());
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // whoever needs it is told of a failure, and the log was
    static void loadInBackground() {
        loading();
    }

    /** Waits for what is under way in native code, which must not run while the process takes itself apart, and lets nothing more in. */
    static void end() {
        try {
            if (!NATIVE.writeLock().tryLock(PATIENCE_AT_THE_END.toNanos(), TimeUnit.NANOSECONDS)) {
                LOG.warn("The local embedding model is still at work");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static CompletableFuture<LocalModel> loading() {
        CompletableFuture<LocalModel> current = SHARED.get();
        if (current != null && !current.isCompletedExceptionally()) {
            return current;
        }
        CompletableFuture<LocalModel> next = new CompletableFuture<>();
        if (!SHARED.compareAndSet(current, next)) {
            return loading();
        }
        Thread.ofPlatform().daemon().name("embedding-loader").start(() -> load(next));
        return next;
    }

    /** Embeds a first, empty text, which takes longer than others, so that nobody waits for it. */
    private static void load(CompletableFuture<LocalModel> loaded) {
        long start = System.nanoTime();
        NATIVE.readLock().lock();
        try {
            LocalModel model = read();
            model.beginning("");
            loaded.complete(model);
            LOG.info(
                    "Loaded the local embedding model in {} ms",
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
        } catch (Throwable e) {
            if (!Ending.hasBegun()) {
                FAILURES.run(() -> LOG.error("The local embedding model can't be loaded", e));
            }
            loaded.completeExceptionally(e);
        } finally {
            NATIVE.readLock().unlock();
        }
    }

    /** The vector of a text, or of its beginning and what is behind it. */
    Future<Beginning> embed(String text, Urgency urgency) {
        return submit(urgency, () -> beginning(text));
    }

    /** The vector of a part of a text. */
    Future<float[]> embed(long[] tokens, Urgency urgency) {
        return submit(urgency, () -> model.vector(tokens, DIMENSIONS));
    }

    private <T> Future<T> submit(Urgency urgency, Callable<T> work) {
        return requireNonNull(threads.get(urgency)).submit(() -> {
            NATIVE.readLock().lock();
            try {
                return work.call();
            } finally {
                NATIVE.readLock().unlock();
            }
        });
    }

    private Beginning beginning(String text) throws OrtException {
        Encoding first = tokenizer.encode(text, true, true);
        List<long[]> rest =
                Stream.of(first.getOverflowing()).map(Encoding::getIds).toList();
        return new Beginning(model.vector(first.getIds(), DIMENSIONS), first.getIds().length, rest);
    }

    /**
     * The vector of the beginning of a text.
     *
     * @param length how many tokens it has
     * @param rest the tokens of the parts behind it, each of as many as the model reads
     */
    @SuppressWarnings("ArrayRecordComponent") // has one reader, and nobody compares it
    record Beginning(float[] vector, int length, List<long[]> rest) {}

    private static LocalModel read() {
        // Without this DJL fetches another library where it sees a CUDA, and reports home from Amazon's machines.
        System.setProperty("ai.djl.offline", "true");
        try (InputStream tokenizer = resource(NAME + "-tokenizer.json").openStream()) {
            return new LocalModel(
                    OnnxModel.read(resource(NAME + ".onnx"), NAME),
                    HuggingFaceTokenizer.newInstance(
                            tokenizer,
                            Map.of("padding", "false", "truncation", "true", "maxLength", Integer.toString(TOKENS))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    private static URL resource(String name) throws FileNotFoundException {
        URL resource = LocalModel.class.getResource("/" + name);
        if (resource == null) {
            throw new FileNotFoundException(name);
        }
        return resource;
    }
}
