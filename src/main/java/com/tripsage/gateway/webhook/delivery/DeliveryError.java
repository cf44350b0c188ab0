package com.tripsage.gateway.webhook.delivery;

/** Why an event did not arrive, in a word. Nothing of what the endpoint said is kept but its status. */
public enum DeliveryError {
    STATUS,
    REDIRECT,
    GONE,
    TIMEOUT,
    NAME_NOT_FOUND,
    ADDRESS_NOT_ALLOWED,
    TLS,
    CONNECTION
}
