package com.tripsage.gateway.settings;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** The one sentence that helps, instead of a stack trace. */
class SettingsFailureAnalyzer extends AbstractFailureAnalyzer<SettingsInvalid> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, SettingsInvalid cause) {
        return new FailureAnalysis(cause.getMessage(), null, rootFailure);
    }
}
