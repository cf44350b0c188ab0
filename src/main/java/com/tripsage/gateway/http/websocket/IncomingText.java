package com.tripsage.gateway.http.websocket;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Puts a message together from its parts. Between two messages it holds nothing. */
class IncomingText {

    static final int MAX_BYTES = 64 * 1024;

    private @Nullable ByteArrayOutputStream begun;

    /** The whole message in UTF-8, or null while there is more to come. */
    byte @Nullable [] add(String part, boolean last) throws Closing {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        int before = begun == null ? 0 : begun.size();
        if (before + bytes.length > MAX_BYTES) {
            begun = null;
            throw Closing.tooBig(MAX_BYTES);
        }
        if (begun == null && last) {
            return bytes;
        }
        if (begun == null) {
            begun = new ByteArrayOutputStream();
        }
        begun.writeBytes(bytes);
        if (!last) {
            return null;
        }
        byte[] whole = begun.toByteArray();
        begun = null;
        return whole;
    }
}
