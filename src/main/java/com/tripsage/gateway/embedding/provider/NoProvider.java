package com.tripsage.gateway.embedding.provider;

import com.tripsage.gateway.embedding.EmbeddingProvider;
import com.tripsage.gateway.embedding.EmbeddingUnavailable;
import com.tripsage.gateway.embedding.OwnKey;
import com.tripsage.gateway.embedding.ProviderState;
import com.tripsage.gateway.embedding.Purpose;
import java.util.List;

/** The provider of a deployment that wants no vectors. */
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
