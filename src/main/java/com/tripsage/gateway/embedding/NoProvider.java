package com.tripsage.gateway.embedding;

import java.util.List;

/** Of a deployment that wants no vectors. */
final class NoProvider implements EmbeddingProvider {

    @Override
    public String model() {
        return "none";
    }

    @Override
    public ProviderState state() {
        return ProviderState.NONE;
    }

    @Override
    public List<float[]> embed(List<String> texts, Purpose purpose, OwnKey ownKey) {
        throw new EmbeddingUnavailable("No embedding provider is configured");
    }
}
