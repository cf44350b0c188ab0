package com.tripsage.gateway.graphql;

import com.tripsage.gateway.refusal.ErrorCode;
import com.tripsage.gateway.refusal.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The translator of PostgreSQL's errors into the words of the API. {@code constraints.properties} says for a constraint, or
 * for an SQLSTATE of our own, which input field it is about.
 */
@Component
final class SqlErrors {

    private static final Logger LOG = LoggerFactory.getLogger(SqlErrors.class);

    private static final Duration BETWEEN_WARNINGS = Duration.ofMinutes(1);

    private final Properties constraints = load();
    private final AtomicLong warned = new AtomicLong(System.nanoTime() - 2 * BETWEEN_WARNINGS.toNanos());

    /** The refusal that the client is told; null when the failure is our fault. */
    @Nullable
    Refusal translate(SQLException failure) {
        String state = failure.getSQLState() == null ? "" : failure.getSQLState();
        return switch (state) {
            case "P0002" -> Refusal.notFound("row");
            case "TS001", "TS002" -> violated(state);
            case "42501" -> Refusal.forbidden("You may not do this");
            case "40001", "40P01" -> Refusal.conflict("Others kept changing the same rows; try again");
            case "57014", "55P03", "25P03", "25P04" ->
                Refusal.of(ErrorCode.TIMEOUT, "The database took too long to answer");
            case "23514", "23505", "23503", "23502" -> violated(constraintOf(failure));
            case "22021", "22P02", "22P05" ->
                Refusal.invalid("input", "Text that cannot be stored, as the character U+0000");
            case "22001" -> Refusal.invalid("input", "A text is too long");
            case "22003", "22007", "22008", "22009" -> Refusal.invalid("input", "A number or a date is out of range");
            default ->
                isUnavailable(failure, state)
                        ? Refusal.of(ErrorCode.UNAVAILABLE, "The database does not answer")
                        : null;
        };
    }

    private boolean isUnavailable(SQLException failure, String state) {
        boolean lacksSomething = state.startsWith("53") || state.startsWith("58");
        if (lacksSomething) {
            warn(failure);
        }
        return lacksSomething || state.startsWith("08") || state.startsWith("57P");
    }

    /** Logs once a minute: a full disk would fill the log faster than anything. */
    private void warn(SQLException failure) {
        long now = System.nanoTime();
        long before = warned.get();
        if (now - before > BETWEEN_WARNINGS.toNanos() && warned.compareAndSet(before, now)) {
            LOG.error("PostgreSQL lacks what it needs: {}", failure.getMessage());
        }
    }

    private Refusal violated(String constraint) {
        String[] known = constraints.getProperty(constraint, "").split("\\|", 2);
        if (known.length < 2) {
            return Refusal.invalid("input", constraint.isEmpty() ? "A value is missing" : constraint.replace('_', ' '));
        }
        String about = known[0].strip();
        String what = known[1].strip();
        return switch (about) {
            case "NOT_FOUND" -> Refusal.notFound(what);
            case "CONFLICT" -> Refusal.conflict(what);
            default -> Refusal.invalid(about, what);
        };
    }

    private static String constraintOf(SQLException failure) {
        if (failure instanceof PSQLException postgres && postgres.getServerErrorMessage() != null) {
            String constraint = postgres.getServerErrorMessage().getConstraint();
            return constraint == null ? "" : constraint;
        }
        return "";
    }

    private static Properties load() {
        try (InputStream in = SqlErrors.class.getResourceAsStream("/constraints.properties")) {
            var properties = new Properties();
            properties.load(in);
            return properties;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
