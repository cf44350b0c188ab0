package com.tripsage.gateway.embedding.provider;

import java.util.regex.Pattern;

/** The key of a call: the deployment's, or the caller's own, whose refusal concerns nobody else. */
record OpenAiKey(String value, boolean isOwn) {

    private static final Pattern VALID = Pattern.compile("[\\x21-\\x7e]+");

    /** Whether it can stand in a header, which the HTTP client would otherwise repeat in its complaint. */
    static boolean isValid(String key) {
        return VALID.matcher(key).matches();
    }

    @Override
    public String toString() {
        return "OpenAiKey[isOwn=" + isOwn + "]";
    }
}
