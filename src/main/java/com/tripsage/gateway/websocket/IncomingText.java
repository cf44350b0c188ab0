package com.tripsage.gateway.websocket;

import com.tripsage.gateway.budget.Holding;
import com.tripsage.gateway.budget.Use;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The message that is arriving on a socket, put together from its parts, each of which takes its memory before it is kept.
 * Between two messages it holds nothing.
 */
class IncomingText {

    static final int MAX_BYTES = 64 * 1024;

    /** Before connection_init, which brings a token at most. */
    static final int MAX_BYTES_BEFORE_TOKEN = 8 * 1024;

    private @Nullable ByteArrayOutputStream begun;

    /** What the parts hold; null between two messages. */
    private volatile @Nullable Holding memory;

    /** Since when a message has been incomplete; null between two of them. */
    private volatile @Nullable Long incompleteSince;

    /**
     * The whole message in UTF-8, or null while there is more to come.
     *
     * @param most how many bytes it may have
     * @param account opens an account for what a message holds
     */
    byte @Nullable [] add(String part, boolean last, int most, Supplier<Holding> account) throws Closing {
        Holding holding = memory;
        if (holding == null) {
            holding = account.get();
            memory = holding;
        }
        byte[] json = whole(part.getBytes(StandardCharsets.UTF_8), last, most, holding);
        if (json != null) {
            incompleteSince = null;
        } else if (incompleteSince == null) {
            incompleteSince = System.nanoTime();
        }
        return json;
    }

    /** Hands over what the message holds that has just arrived, to be closed by whoever handles it. */
    Holding takeMemory() {
        Holding taken = Objects.requireNonNull(memory);
        memory = null;
        return taken;
    }

    private byte @Nullable [] whole(byte[] part, boolean last, int most, Holding holding) throws Closing {
        int before = begun == null ? 0 : begun.size();
        if (before + part.length > most) {
            begun = null;
            throw Closing.tooBig(most);
        }
        if (begun == null && last) {
            return part;
        }
        // an array that has grown has room for as much again
        holding.take(Use.SOCKET, 2L * part.length);
        if (begun == null) {
            begun = new ByteArrayOutputStream();
        }
        begun.writeBytes(part);
        if (!last) {
            return null;
        }
        byte[] whole = begun.toByteArray();
        begun = null;
        return whole;
    }

    /** Whether a message has taken longer than that. */
    boolean isLate(long now, Duration most) {
        Long since = incompleteSince;
        return since != null && now - since > most.toNanos();
    }

    /** Gives back what an unfinished message holds. */
    void release() {
        Holding unfinished = memory;
        if (unfinished != null) {
            unfinished.close();
        }
    }
}
