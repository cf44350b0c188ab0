package com.tripsage.gateway.migration;

import java.util.Locale;

/** A person who may or may not see a trip. */
enum Person {
    OWNER,
    EDITOR,
    VIEWER,
    STRANGER,
    /** Without a token. */
    ANONYMOUS,
    /** With the role of those who have a token, but without a subject. */
    NAMELESS;

    String role() {
        return this == ANONYMOUS ? "anon" : "authenticated";
    }

    String claims() {
        return switch (this) {
            case ANONYMOUS -> "";
            case NAMELESS -> "{}";
            default -> claims(name().toLowerCase(Locale.ROOT));
        };
    }

    static String claims(String name) {
        return "{\"sub\": \"%s\", \"email\": \"%s@example.com\"}".formatted(Names.id(name), name);
    }
}
