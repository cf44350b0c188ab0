package com.tripsage.gateway.database;

import org.flywaydb.core.internal.exception.FlywayMigrateException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** The sentence for a migration that failed: what the database has of it, and what is to be done. */
class MigrationFailed extends AbstractFailureAnalyzer<FlywayMigrateException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, FlywayMigrateException cause) {
        return new FailureAnalysis(sentence(cause), null, rootFailure);
    }

    private static String sentence(FlywayMigrateException failure) {
        String script = failure.getMigration().getScript();
        String reason = StartFailures.reason(failure)
                + (failure.getLineNumber() > 0 ? ", line " + failure.getLineNumber() : "");
        return failure.isExecutableInTransaction()
                ? script + " failed (" + reason
                        + ") and was undone: the database is as it was before, and gateways that serve it go on."
                        + " Remove the reason, and migrate again."
                : script + " failed half-way (" + reason
                        + "), outside a transaction: remove what it has left in the database, then run"
                        + " the commands migrate repair and migrate. Gateways that serve it go on.";
    }
}
