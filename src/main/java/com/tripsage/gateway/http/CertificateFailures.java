package com.tripsage.gateway.http;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.NestedExceptionUtils;

/** The sentence for a certificate or key that Spring Boot can't read. */
class CertificateFailures extends AbstractFailureAnalyzer<IllegalStateException> {

    private static final String UNREADABLE = "Unable to register SSL bundle";

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, IllegalStateException cause) {
        String message = String.valueOf(cause.getMessage());
        if (!message.startsWith(UNREADABLE)) {
            return null;
        }
        return new FailureAnalysis(sentence("The certificates can't be read", cause), null, rootFailure);
    }

    /** What can't be done, what Boot says, and what the system has told it. */
    static String sentence(String undone, Exception failure) {
        Throwable last = NestedExceptionUtils.getMostSpecificCause(failure);
        String reason = failure.getMessage() + (last.equals(failure) ? "" : ": " + last);
        return undone + " (" + reason
                + "): see that spring.ssl.bundle names the files of a certificate with its chain, and of"
                + " its key, in PEM, and that the gateway may read them.";
    }
}
