package com.tripsage.gateway.budget;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A refusal of memory, for which nothing has been allocated. */
public final class MemoryRefused extends RuntimeException {

    /** The message to a caller who holds too much; the next one is for when all together do. */
    public static final String HOLDER_MESSAGE =
            "You have too much under way at once; try again when some of it is done";

    public static final String ALL_MESSAGE = "The gateway has no memory left for this at the moment; try again";
    public static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    /** The cause of a refusal, which tells whether trying again helps. */
    public enum Cause {
        /** More than one operation may hold for this use. */
        LIMIT,
        /** More than one holder may ever hold. */
        TOO_LARGE,
        /** The holder holds too much already. */
        HOLDER,
        /** All together hold too much already. */
        ALL
    }

    private final Cause reason;
    private final Use use;
    private final long most;

    MemoryRefused(Cause reason, Use use, long most) {
        // No stack trace: a refusal is an answer, and anybody can cause thousands.
        super("Memory was refused: " + reason, null, false, false);
        this.reason = reason;
        this.use = use;
        this.most = most;
    }

    public Cause reason() {
        return reason;
    }

    /** The use that it was asked for. */
    public Use use() {
        return use;
    }

    /** Whether it is refused now and may not be later. */
    public boolean isTemporary() {
        return reason == Cause.HOLDER || reason == Cause.ALL;
    }

    /** The refusal behind a failure that somebody made of it; null where there is none. */
    public static @Nullable MemoryRefused behind(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof MemoryRefused refused) {
                return refused;
            }
        }
        return null;
    }

    /** The sentence that tells the client how much one operation may hold for this use. */
    public String sentence() {
        long bytes = most / use.copies();
        return switch (use) {
            case ROWS -> "The operation reads more than " + bytes + " bytes; ask for less at once";
            case WRITTEN -> "The operation writes more than " + bytes + " bytes; do it in several";
            default -> "The answer takes more than " + bytes + " bytes; ask for less at once";
        };
    }

    /** The bytes that would have been allowed. */
    public long most() {
        return most;
    }
}
