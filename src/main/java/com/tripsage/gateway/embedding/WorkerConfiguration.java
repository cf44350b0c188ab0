package com.tripsage.gateway.embedding;

import com.tripsage.gateway.database.Transactions;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The worker that asks the provider in the background. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WorkerProperties.class)
class WorkerConfiguration {

    @Bean
    EmbeddingWorker embeddingWorker(
            EmbeddingQueue queue,
            List<EmbeddingSource> sources,
            EmbeddingProvider provider,
            ProviderKeys keys,
            Transactions transactions,
            WorkerProperties worker,
            MeterRegistry meters) {
        boolean isNeeded = provider.state() != ProviderState.NONE;
        var background = new EmbeddingWorker(
                queue, sources, provider, keys, transactions, worker, new OperationLoad(meters), isNeeded);
        meters.gauge("gateway.embedding.waiting", background, EmbeddingWorker::waiting);
        return background;
    }
}
