package com.tripsage.gateway.database;

import com.tripsage.gateway.settings.SettingsInvalid;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** The sentences for PostgreSQL's reasons not to let the gateway start, each with what its reader can do about it. */
class StartFailures extends AbstractFailureAnalyzer<SQLException> {

    private static final String OWNER = "SPRING_FLYWAY_USER and SPRING_FLYWAY_PASSWORD";

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, SQLException failure) {
        return sentence(failure)
                .map(sentence -> new FailureAnalysis(sentence, null, rootFailure))
                .orElse(null);
    }

    static boolean isOfTheLogin(SQLException failure) {
        return state(failure).startsWith("28");
    }

    static Optional<SQLException> causeOf(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .filter(SQLException.class::isInstance)
                .map(SQLException.class::cast)
                .findFirst();
    }

    /** PostgreSQL's own words, in one line. */
    static String reason(Throwable failure) {
        return causeOf(failure)
                .map(StartFailures::words)
                .orElseGet(() ->
                        String.valueOf(failure.getMessage()).lines().findFirst().orElse(""));
    }

    static SettingsInvalid refused(String settings, SQLException failure) {
        return new SettingsInvalid("PostgreSQL refuses the login (" + words(failure) + "): set " + settings
                + " to a role of this server and its password.");
    }

    private static Optional<String> sentence(SQLException failure) {
        Optional<String> tls = TlsFailures.sentence(failure);
        if (tls.isPresent()) {
            return tls;
        }
        String state = state(failure);
        String words = words(failure);
        if (isOfTheLogin(failure)) {
            return Optional.ofNullable(refused(OWNER, failure).getMessage());
        }
        if (state.startsWith("3D")) {
            return Optional.of("PostgreSQL has no such database (" + words
                    + "): create it, or set SPRING_DATASOURCE_URL to another, and start the gateway again.");
        }
        if (state.startsWith("08") || state.startsWith("57P") || state.startsWith("53")) {
            return Optional.of(
                    "The database does not answer (" + words
                            + "): see that PostgreSQL runs where SPRING_DATASOURCE_URL and SPRING_FLYWAY_URL say, and start the gateway again.");
        }
        if (words.contains("extension") && state.equals("42501")) {
            return Optional.of(
                    "The owner of the database may not do this (" + words
                            + "): have a superuser run it once in this database, as create extension vector, and start the gateway again.");
        }
        if (words.contains("extension") && (state.equals("58P01") || state.equals("0A000"))) {
            return Optional.of("The server lacks an extension (" + words
                    + "): install it there, pgvector in version 0.8 or newer, and start the gateway again.");
        }
        if (words.contains("role") && state.equals("42501")) {
            return Optional.of("The owner of the database may not do this (" + words
                    + "): roles are the server's, so it needs CREATEROLE, and where another owner made them before, a superuser's"
                    + " grant anon, authenticated, tripsage_sharing, tripsage_embedding, tripsage_changelog,"
                    + " tripsage_idempotency, tripsage_erasure, tripsage_documents,"
                    + " tripsage_provider_keys, tripsage_tokens, tripsage_audit, tripsage_webhook, tripsage_chat, tripsage_rates, tripsage_clock, tripsage_assets, tripsage_links,"
                    + " tripsage_monitoring, tripsage_operator, and the gateway's login,"
                    + " to it with admin option.");
        }
        if (state.equals("42501")) {
            return Optional.of("The owner of the database may not do this (" + words + "): set " + OWNER
                    + " to the role that owns the database and its tables.");
        }
        return Optional.empty();
    }

    private static String state(SQLException failure) {
        return failure.getSQLState() == null ? "" : failure.getSQLState();
    }

    static String words(SQLException failure) {
        String words = String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
        return failure.getCause() instanceof UnknownHostException unknown
                ? words + " Unknown host: " + unknown.getMessage()
                : words;
    }
}
