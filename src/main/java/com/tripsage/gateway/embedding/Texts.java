package com.tripsage.gateway.embedding;

import static java.nio.charset.StandardCharsets.UTF_8;

/** What of a text a model gets to see. */
final class Texts {

    private Texts() {}

    /** The text's beginning, which never ends within a character. Halves of characters, which nothing can encode, become '?'. */
    static String beginning(String text, int characters) {
        int end = Math.min(text.length(), characters);
        if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        return new String(text.substring(0, end).getBytes(UTF_8), UTF_8);
    }
}
