package com.tripsage.gateway.webhook.delivery;

import java.util.Map;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Settings of webhooks, with their defaults. */
final class Settings {

    private Settings() {}

    static WebhookProperties of(Map<String, String> given) {
        return new Binder(new MapConfigurationPropertySource(given))
                .bindOrCreate("gateway.webhooks", WebhookProperties.class);
    }

    static WebhookProperties defaults() {
        return of(Map.of());
    }

    static WebhookProperties http() {
        return of(Map.of("gateway.webhooks.allow-http", "true"));
    }
}
