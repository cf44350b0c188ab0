package com.tripsage.gateway.embedding;

import org.jspecify.annotations.Nullable;

/** The state of a text's vector, without which the text is not found by its meaning. */
public enum EmbeddingState {
    READY,
    PENDING,
    OTHER_MODEL,
    NONE;

    /**
     * The state of a stored text.
     *
     * @param waits whether it will get a vector if it has none
     * @param model what made the vector; null when nobody said
     */
    public static EmbeddingState of(
            boolean isEmbedded, boolean waits, @Nullable String model, EmbeddingProvider provider) {
        if (!isEmbedded) {
            return waits && provider.state() != ProviderState.NONE ? PENDING : NONE;
        }
        return model == null || model.equals(provider.model()) ? READY : OTHER_MODEL;
    }
}
