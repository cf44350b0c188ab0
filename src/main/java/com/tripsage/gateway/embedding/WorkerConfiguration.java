package com.tripsage.gateway.embedding;

import com.tripsage.gateway.database.Transactions;
import java.util.List;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The worker that makes vectors in the background. */
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
            WorkerProperties properties) {
        return new EmbeddingWorker(queue, sources, provider, keys, transactions, properties);
    }
}
