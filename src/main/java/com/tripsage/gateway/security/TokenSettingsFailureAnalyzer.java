package com.tripsage.gateway.security;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** One sentence instead of a stack trace when the gateway can't start for want of a key. */
class TokenSettingsFailureAnalyzer extends AbstractFailureAnalyzer<TokenSettingsInvalid> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, TokenSettingsInvalid cause) {
        return new FailureAnalysis(cause.getMessage(), null, cause);
    }
}
