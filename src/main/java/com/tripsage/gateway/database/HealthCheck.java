package com.tripsage.gateway.database;

import java.math.BigDecimal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A figure of the database's health, as the views in the schema {@code monitoring} have it.
 *
 * @param value null where it is unknown, which the explanation says why
 * @param warning the value beyond which the database is not well; null for none
 * @param critical the value beyond which somebody has to do something; null for none
 */
record HealthCheck(
        String metric,
        @Nullable BigDecimal value,
        String unit,
        @Nullable BigDecimal warning,
        @Nullable BigDecimal critical,
        Status status,
        String explanation) {

    /** From what is nobody's concern to what is somebody's. */
    enum Status {
        UNKNOWN(-1),
        OK(0),
        WARNING(1),
        CRITICAL(2);

        /** For metrics. */
        final int severity;

        Status(int severity) {
            this.severity = severity;
        }

        static Status of(String name) {
            return valueOf(name.toUpperCase(Locale.ROOT));
        }
    }
}
