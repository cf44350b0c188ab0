package com.tripsage.gateway.webhook;

import com.tripsage.gateway.table.Aggregates;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The aggregate of webhooks. */
@Configuration(proxyBeanMethods = false)
class WebhookConfiguration {

    @Bean
    WebhookRepository webhookRepository(Aggregates aggregates) {
        return aggregates.repository(WebhookRepository.class);
    }
}
