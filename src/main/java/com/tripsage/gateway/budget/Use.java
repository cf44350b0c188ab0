package com.tripsage.gateway.budget;

import java.util.Locale;

/** A purpose for which memory is held; each has a gauge. */
public enum Use {
    /** A request's body as it arrives. */
    BODY,
    /** Values read from a body or a message, and what is made of them for the database. */
    VARIABLES,
    /** Rows read from the database, as long as their transaction lasts: as received, and as objects. */
    ROWS(2),
    /** Texts sent to the database, as long as their transaction lasts: as text, and as bytes. */
    WRITTEN(2),
    /** An answer, from its first value until it is written. */
    ANSWER,
    /** Results as text, on their way to a client. */
    EVENTS,
    /** Open WebSockets, and the messages that have not arrived completely. */
    SOCKET;

    private final int copies;

    Use() {
        this(1);
    }

    Use(int copies) {
        this.copies = copies;
    }

    /** How many times the same content is held at once. */
    public int copies() {
        return copies;
    }

    String tag() {
        return name().toLowerCase(Locale.ROOT);
    }
}
