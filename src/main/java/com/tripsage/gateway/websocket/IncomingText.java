package com.tripsage.gateway.websocket;

import com.tripsage.gateway.budget.Holding;
import com.tripsage.gateway.budget.Use;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Puts a message together from its parts, each of which takes its memory before it is kept. Between two messages it holds
 * nothing.
 */
class IncomingText {

    static final int MAX_BYTES = 64 * 1024;

    /** Before connection_init, which brings a token at most. */
    static final int MAX_BYTES_BEFORE_TOKEN = 8 * 1024;

    private @Nullable ByteArrayOutputStream begun;

    /**
     * The whole message in UTF-8, or null while there is more to come.
     *
     * @param most how many bytes it may have
     * @param memory what the socket holds
     */
    byte @Nullable [] add(String part, boolean last, int most, Holding memory) throws Closing {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        int before = begun == null ? 0 : begun.size();
        if (before + bytes.length > most) {
            begun = null;
            throw Closing.tooBig(most);
        }
        if (begun == null && last) {
            return bytes;
        }
        // an array that has grown has room for as much again
        memory.take(Use.SOCKET, 2L * bytes.length);
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
