package com.tripsage.gateway.embedding.provider;

import com.tripsage.gateway.embedding.EmbeddingUnavailable;
import java.time.Duration;

/** The failure of one call to a provider. */
final class CallFailed extends EmbeddingUnavailable {

    private final boolean retryable;
    private final boolean outage;
    private final boolean aboutTexts;
    private final Duration retryAfter;

    private CallFailed(String message, boolean retryable, boolean outage, boolean aboutTexts, Duration retryAfter) {
        super(message);
        this.retryable = retryable;
        this.outage = outage;
        this.aboutTexts = aboutTexts;
        this.retryAfter = retryAfter;
    }

    /** A failure that may be over in a moment. */
    static CallFailed forNow(String message, boolean outage, Duration retryAfter) {
        return new CallFailed(message, true, outage, false, retryAfter);
    }

    /** A failure that the same call would have again. */
    static CallFailed forGood(String message, boolean outage) {
        return new CallFailed(message, false, outage, false, Duration.ZERO);
    }

    /** A failure because the provider does not want one of the texts. */
    static CallFailed becauseOfTexts(String message) {
        return new CallFailed(message, false, false, true, Duration.ZERO);
    }

    boolean isRetryable() {
        return retryable;
    }

    /** Whether it would have happened to every caller, and not just because of this one's key or texts. */
    boolean isOutage() {
        return outage;
    }

    @Override
    public boolean isAboutTexts() {
        return aboutTexts;
    }

    /** The least pause that the provider asks for. */
    Duration retryAfter() {
        return retryAfter;
    }
}
