package com.tripsage.gateway.embedding;

import org.jspecify.annotations.Nullable;

/** The failure of a provider to answer now. Neither its message nor its cause holds a key, an address or a text. */
public class EmbeddingUnavailable extends RuntimeException {

    public EmbeddingUnavailable(String message) {
        this(message, null);
    }

    public EmbeddingUnavailable(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** Whether other texts, or fewer, may do better at once. */
    public boolean isAboutTexts() {
        return false;
    }
}
