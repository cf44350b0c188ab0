package com.tripsage.gateway.budget;

import java.util.Locale;

/** What memory is held for; each has a gauge. */
public enum Use {
    /** A request's body as it arrives. */
    BODY,
    /** Values read from a body or a message, and what is made of them for the database. */
    VARIABLES,
    /** Rows read from the database, as long as their transaction lasts. */
    ROWS,
    /** Texts sent to the database, as long as their transaction lasts. */
    WRITTEN,
    /** An answer, from its first value until it is written. */
    ANSWER,
    /** Results as text, on their way to a WebSocket or a stream. */
    EVENTS,
    /** Open WebSockets, and the messages that have not arrived completely. */
    SOCKET;

    String tag() {
        return name().toLowerCase(Locale.ROOT);
    }
}
