package com.tripsage.gateway.embedding;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** The model in the process: no network, no key, and so no reason to be unavailable once it is loaded. */
final class LocalProvider implements EmbeddingProvider {

    /** The model sees 512 tokens, which are about as many characters. */
    private static final int MAX_CHARACTERS = 2000;

    /** What the model was trained to read before a question. */
    private static final String QUERY_PREFIX = "Represent this sentence for searching relevant passages: ";

    /** A caller's texts in work. With few of them, one who brings thousands doesn't keep the next one waiting. */
    private static final int IN_WORK = 2 * LocalModel.THREADS;

    @Override
    public String model() {
        return LocalModel.NAME;
    }

    @Override
    public List<float[]> embed(List<String> texts, Purpose purpose, OwnKey ownKey) {
        LocalModel model = LocalModel.get();
        String prefix = purpose == Purpose.QUERY ? QUERY_PREFIX : "";
        List<float[]> vectors = new ArrayList<>(texts.size());
        Deque<Future<float[]>> inWork = new ArrayDeque<>();
        try {
            for (String text : texts) {
                inWork.add(model.embed(prefix + Texts.beginning(text, MAX_CHARACTERS)));
                if (inWork.size() == IN_WORK) {
                    vectors.add(inWork.remove().get());
                }
            }
            while (!inWork.isEmpty()) {
                vectors.add(inWork.remove().get());
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
}
