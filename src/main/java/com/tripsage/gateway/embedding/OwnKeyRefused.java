package com.tripsage.gateway.embedding;

import com.tripsage.gateway.refusal.Refusal;

/** The failure to use the caller's own key, which a search tells the caller. */
public class OwnKeyRefused extends EmbeddingUnavailable {

    private final transient Refusal refusal;

    public OwnKeyRefused(Refusal refusal) {
        super(String.valueOf(refusal.getMessage()));
        this.refusal = refusal;
    }

    Refusal refusal() {
        return refusal;
    }
}
