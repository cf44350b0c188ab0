package com.tripsage.gateway.webhook.delivery;

import com.tripsage.gateway.changelog.ChangeLog;
import com.tripsage.gateway.command.Command;
import com.tripsage.gateway.database.Transactions;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The delivery of webhooks in the background. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WebhookProperties.class)
class DeliveryConfiguration {

    @Bean
    Sender webhookSender(WebhookProperties settings) {
        return new Sender(settings, SystemDefaultDnsResolver.INSTANCE);
    }

    @Bean
    Dispatcher webhookDispatcher(
            ChangeLog log,
            Leases leases,
            DueEvents due,
            Sender sender,
            Secrets secrets,
            WebhookProperties settings,
            WebhookMetrics metrics,
            Transactions transactions) {
        var means = new Delivery.Means(leases, due, sender, secrets, settings, metrics);
        return new Dispatcher(new WebhookTail(log, leases), means, transactions);
    }

    @Bean("rotate-webhook-secrets")
    Command rotateWebhookSecrets(SecretRotation rotation) {
        return (arguments, out) -> rotation.run(out);
    }
}
