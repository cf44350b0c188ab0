package com.tripsage.gateway.embedding;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.List;

/** Counts how often a provider is asked, how long it takes, and how often it can't answer. */
final class MeasuredProvider implements EmbeddingProvider {

    private final EmbeddingProvider provider;
    private final Timer successes;
    private final Timer failures;

    MeasuredProvider(EmbeddingProvider provider, String name, MeterRegistry meters) {
        this.provider = provider;
        successes = meters.timer("gateway.embedding", "provider", name, "outcome", "success");
        failures = meters.timer("gateway.embedding", "provider", name, "outcome", "failure");
    }

    @Override
    public String model() {
        return provider.model();
    }

    @Override
    public ProviderState state() {
        return provider.state();
    }

    @Override
    public List<float[]> embed(List<String> texts, Purpose purpose, OwnKey ownKey) {
        Timer.Sample started = Timer.start();
        Timer outcome = failures;
        try {
            List<float[]> vectors = provider.embed(texts, purpose, ownKey);
            outcome = successes;
            return vectors;
        } finally {
            started.stop(outcome);
        }
    }
}
