package com.tripsage.gateway.embedding.provider;

import com.tripsage.gateway.embedding.EmbeddingProvider;
import com.tripsage.gateway.process.Ending;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Locale;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** The one provider of a deployment. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(EmbeddingProperties.class)
class EmbeddingConfiguration {

    /** Half of what a request may take. What has no vector then gets it in the background. */
    private static final Duration LOCAL_PATIENCE = Duration.ofSeconds(5);

    @Bean
    EmbeddingProvider embeddingProvider(EmbeddingProperties settings, JsonMapper json, MeterRegistry meters) {
        EmbeddingProvider provider =
                switch (settings.provider()) {
                    case LOCAL -> new LocalProvider(LOCAL_PATIENCE);
                    case OPENAI -> new OpenAiProvider(settings.openai(), json);
                    case NONE -> new NoProvider();
                };
        return new MeasuredProvider(provider, settings.provider().name().toLowerCase(Locale.ROOT), meters);
    }

    /**
     * Loading takes most of a second of one core. It happens beside the first requests, so that neither the start nor the
     * first search waits for all of it.
     */
    @Bean
    @ConditionalOnProperty(name = "gateway.embedding.provider", havingValue = "local", matchIfMissing = true)
    ApplicationListener<ApplicationReadyEvent> localModelLoading() {
        Ending.afterAll(LocalModel::end);
        return ready -> LocalModel.loadInBackground();
    }
}
