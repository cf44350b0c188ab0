package com.tripsage.gateway.embedded;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows the one sentence that helps instead of a stack trace. */
class EmbeddedFailureAnalyzer extends AbstractFailureAnalyzer<EmbeddedPostgresFailed> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, EmbeddedPostgresFailed cause) {
        return new FailureAnalysis(
                cause.getMessage(),
                "The gateway brings its own PostgreSQL because no spring.datasource.url is configured. Should that not work here,"
                        + " install PostgreSQL 15 or newer with pgvector 0.8 or newer, or set SPRING_DATASOURCE_URL.",
                rootFailure);
    }
}
