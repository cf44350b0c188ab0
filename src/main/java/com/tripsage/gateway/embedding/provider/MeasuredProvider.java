package com.tripsage.gateway.embedding.provider;

import com.tripsage.gateway.embedding.EmbeddingProvider;
import com.tripsage.gateway.embedding.OwnKey;
import com.tripsage.gateway.embedding.ProviderState;
import com.tripsage.gateway.embedding.Purpose;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** A provider with metrics: how often it is asked, how long it takes, and how often it can't answer. */
final class MeasuredProvider implements EmbeddingProvider {

    private final EmbeddingProvider provider;
    private final Timer successes;
    private final Timer failures;

    MeasuredProvider(EmbeddingProvider provider, String name, MeterRegistry meters) {
        this.provider = provider;
        successes = meters.timer("gateway.embedding", "provider", name, "outcome", "success");
        failures = meters.timer("gateway.embedding", "provider", name, "outcome", "failure");
        for (ProviderState state : ProviderState.values()) {
            Gauge.builder("gateway.embedding.state", provider, each -> each.state() == state ? 1 : 0)
                    .description("1 for the state in which the provider is now")
                    .tag("state", state.name().toLowerCase(Locale.ROOT))
                    .register(meters);
        }
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
        return measured(() -> provider.embed(texts, purpose, ownKey));
    }

    @Override
    public List<float[]> embedInBackground(List<String> texts, OwnKey ownKey) {
        return measured(() -> provider.embedInBackground(texts, ownKey));
    }

    private List<float[]> measured(Supplier<List<float[]>> work) {
        Timer.Sample started = Timer.start();
        Timer outcome = failures;
        try {
            List<float[]> vectors = work.get();
            outcome = successes;
            return vectors;
        } finally {
            started.stop(outcome);
        }
    }
}
