package com.tripsage.gateway.embedding.provider;

import com.tripsage.gateway.database.Deadline;
import com.tripsage.gateway.embedding.EmbeddingProvider;
import com.tripsage.gateway.embedding.EmbeddingUnavailable;
import com.tripsage.gateway.embedding.OwnKey;
import com.tripsage.gateway.embedding.ProviderState;
import com.tripsage.gateway.embedding.Purpose;
import com.tripsage.gateway.embedding.provider.LocalModel.Beginning;
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

    /** The words that the model was trained to read before a question. */
    private static final String QUERY_PREFIX = "Represent this sentence for searching relevant passages: ";

    /** How many of a caller's texts are in work at once: few, so that a caller with thousands doesn't keep the next one waiting. */
    private static final int IN_WORK = 2 * LocalModel.THREADS;

    /** Longer than a text of 100,000 characters takes on a machine that others keep busy. */
    private static final Duration PATIENCE_IN_THE_BACKGROUND = Duration.ofMinutes(5);

    private final Duration patience;

    /**
     * A provider with the model that all share.
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
        return embed(texts, purpose == Purpose.QUERY ? QUERY_PREFIX : "", patience, Urgency.NOW);
    }

    @Override
    public List<float[]> embedInBackground(List<String> texts, OwnKey ownKey) {
        return embed(texts, "", PATIENCE_IN_THE_BACKGROUND, Urgency.LATER);
    }

    private static List<float[]> embed(List<String> texts, String prefix, Duration patience, Urgency urgency) {
        List<float[]> vectors = new ArrayList<>(texts.size());
        Deque<Future<Beginning>> inWork = new ArrayDeque<>();
        Deadline deadline = Deadline.after(patience);
        try {
            LocalModel model = LocalModel.get(deadline.remaining());
            for (String text : texts) {
                inWork.add(model.embed(prefix + Parts.encodable(text), urgency));
                if (inWork.size() == IN_WORK) {
                    vectors.add(whole(model, next(inWork, deadline), deadline, urgency));
                }
            }
            while (!inWork.isEmpty()) {
                vectors.add(whole(model, next(inWork, deadline), deadline, urgency));
            }
            return vectors;
        } catch (TimeoutException _) {
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

    /** The vector of a whole text, whose other parts are made now. */
    private static float[] whole(LocalModel model, Beginning beginning, Deadline deadline, Urgency urgency)
            throws InterruptedException, ExecutionException, TimeoutException {
        List<float[]> vectors = new ArrayList<>(List.of(beginning.vector()));
        Deque<Future<float[]>> inWork = new ArrayDeque<>();
        try {
            for (long[] part : beginning.rest()) {
                inWork.add(model.embed(part, urgency));
                if (inWork.size() == IN_WORK) {
                    vectors.add(next(inWork, deadline));
                }
            }
            while (!inWork.isEmpty()) {
                vectors.add(next(inWork, deadline));
            }
            List<Integer> lengths = new ArrayList<>(List.of(beginning.length()));
            beginning.rest().forEach(part -> lengths.add(part.length));
            return Parts.combined(vectors, lengths);
        } finally {
            inWork.forEach(vector -> vector.cancel(false));
        }
    }

    private static <T> T next(Deque<Future<T>> inWork, Deadline deadline)
            throws InterruptedException, ExecutionException, TimeoutException {
        T done = inWork.element().get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
        inWork.remove();
        return done;
    }
}
