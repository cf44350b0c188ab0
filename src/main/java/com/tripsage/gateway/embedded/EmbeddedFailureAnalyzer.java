package com.tripsage.gateway.embedded;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows the one sentence that helps instead of a stack trace. */
class EmbeddedFailureAnalyzer extends AbstractFailureAnalyzer<EmbeddedPostgresFailed> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, EmbeddedPostgresFailed cause) {
        return new FailureAnalysis(cause.getMessage(), null, rootFailure);
    }
}
