package com.tripsage.gateway.embedding;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.stereotype.Component;

/** The health of the embedding provider. Without vectors a node goes on serving, and says in its answers what is missing. */
@Component
final class EmbeddingHealthIndicator implements HealthIndicator {

    private static final Status DEGRADED = new Status("DEGRADED");

    private final EmbeddingProvider provider;

    EmbeddingHealthIndicator(EmbeddingProvider provider) {
        this.provider = provider;
    }

    @Override
    public Health health() {
        ProviderState state = provider.state();
        boolean isAsWanted = state == ProviderState.READY || state == ProviderState.NONE;
        return Health.status(isAsWanted ? Status.UP : DEGRADED)
                .withDetail("state", state)
                .withDetail("model", provider.model())
                .build();
    }
}
