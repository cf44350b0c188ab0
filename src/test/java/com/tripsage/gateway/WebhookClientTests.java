package com.tripsage.gateway;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** A receiver of webhooks that verifies with the library of Standard Webhooks, on Node. Skipped where Node or npm is missing. */
@TestPropertySource(properties = {"gateway.webhooks.allow-http=true", "gateway.webhooks.allow-private=true"})
class WebhookClientTests extends RunningGateway {

    @Test
    void aReceiverVerifiesWithTheLibraryOfStandardWebhooks() {
        NodeScripts.install();
        NodeScripts.run("webhook.mjs", port, Traveller.known(port).token(), Map.of());
    }
}
