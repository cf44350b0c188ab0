package com.tripsage.gateway.webhook;

/** How a webhook stands. */
enum WebhookState {
    ENABLED,
    FAILING,
    DISABLED
}
