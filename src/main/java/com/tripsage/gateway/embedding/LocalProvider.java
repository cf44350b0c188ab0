package com.tripsage.gateway.embedding;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The model in the process: no network, no key, and so no reason to be unavailable once it is loaded. */
final class LocalProvider implements EmbeddingProvider {

    /** The model sees 512 tokens, which are about as many characters. */
    private static final int MAX_CHARACTERS = 2000;

    /** What the model was trained to read before a question. */
    private static final String QUERY_PREFIX = "Represent this sentence for searching relevant passages: ";

    /** A caller's texts in work. With few of them, one who brings thousands doesn't keep the next one waiting. */
    private static final int IN_WORK = 2 * LocalModel.THREADS;

    private final Duration patience;

    /**
     * A provider over the model, which all share.
     *
     * @param patience how long the texts of one call may take
     */
    LocalProvider(Duration patience) {
        this.patience = patience;
    }

    @Override
    public String model() {
        return LocalModel.NAME;
    }

    @Override
    public ProviderState state() {
        return LocalModel.isLoaded() ? ProviderState.READY : ProviderState.LOADING;
    }

    @Override
    public List<float[]> embed(List<String> texts, Purpose purpose, OwnKey ownKey) {
        String prefix = purpose == Purpose.QUERY ? QUERY_PREFIX : "";
        List<float[]> vectors = new ArrayList<>(texts.size());
        Deque<Future<float[]>> inWork = new ArrayDeque<>();
        Deadline deadline = Deadline.in(patience);
        try {
            LocalModel model = LocalModel.get(deadline.remaining());
            for (String text : texts) {
                inWork.add(model.embed(prefix + Texts.beginning(text, MAX_CHARACTERS)));
                if (inWork.size() == IN_WORK) {
                    vectors.add(next(inWork, deadline));
                }
            }
            while (!inWork.isEmpty()) {
                vectors.add(next(inWork, deadline));
            }
            return vectors;
        } catch (TimeoutException e) {
            if (vectors.isEmpty()) {
                throw new EmbeddingUnavailable("The local embedding model has too much to do");
            }
            return vectors;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddingUnavailable("Interrupted while waiting for the local embedding model", e);
        } catch (ExecutionException e) {
            throw new EmbeddingUnavailable("The local embedding model failed", e.getCause());
        } finally {
            inWork.forEach(vector -> vector.cancel(false));
        }
    }

    private static float[] next(Deque<Future<float[]>> inWork, Deadline deadline)
            throws InterruptedException, ExecutionException, TimeoutException {
        float[] vector = inWork.element().get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
        inWork.remove();
        return vector;
    }
}
