package com.tripsage.gateway.embedding;

import java.util.List;

/**
 * A maker of vectors of texts. It may take seconds and may fail, so it is asked before a transaction begins, never in one.
 * Vectors of different models don't compare: whoever stores one stores {@link #model()} beside it.
 */
public interface EmbeddingProvider {

    /** The model's name. */
    String model();

    /** Whether it can be asked now. */
    ProviderState state();

    /**
     * One vector for each text, in the order of the texts, each as long as the model makes them and at most 1536 numbers.
     * Of a text that is too long for the model all of it counts, in parts. Where there is not time for all texts, those of the
     * first ones.
     *
     * @param purpose what the vectors are for; some models tell questions from what they are asked about
     * @param ownKey the caller's own key, looked up only by a provider that needs one
     * @throws EmbeddingUnavailable when there is no answer now
     */
    List<float[]> embed(List<String> texts, Purpose purpose, OwnKey ownKey);

    /** The same for texts to be stored, when nobody waits: with more time, and without keeping those waiting who do. */
    default List<float[]> embedInBackground(List<String> texts, OwnKey ownKey) {
        return embed(texts, Purpose.DOCUMENT, ownKey);
    }
}
