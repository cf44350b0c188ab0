package com.tripsage.gateway.security;

import java.util.Locale;

/** A right that a token gives, to read or to write one area of the API. Who may write may read what is written. */
public enum Scope {
    TRIPS_READ(1, 0),
    TRIPS_WRITE(1 << 1, 1),
    MEMORIES_READ(1 << 2, 0),
    MEMORIES_WRITE(1 << 3, 1 << 2),
    CHAT_READ(1 << 4, 0),
    CHAT_WRITE(1 << 5, 1 << 4),
    ACCOUNT_READ(1 << 6, 0),
    ACCOUNT_WRITE(1 << 7, 1 << 6),

    /** To read what a public link shows, which is no area of a user's. */
    LINK_READ(1 << 8, 0);

    private final int bit;
    private final int included;

    Scope(int bit, int included) {
        this.bit = bit;
        this.included = included;
    }

    /** The name in tokens and in the schema, as {@code trips:read}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', ':');
    }

    int bit() {
        return bit;
    }

    /** The bits of the scope that this one includes. */
    int included() {
        return included;
    }

    /** The bits that a token with this scope has. */
    int granted() {
        return bit | included;
    }
}
