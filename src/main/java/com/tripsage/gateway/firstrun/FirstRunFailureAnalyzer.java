package com.tripsage.gateway.firstrun;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows the one sentence that helps instead of a stack trace. */
class FirstRunFailureAnalyzer extends AbstractFailureAnalyzer<FirstRunFailed> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, FirstRunFailed cause) {
        return new FailureAnalysis(cause.getMessage(), null, rootFailure);
    }
}
