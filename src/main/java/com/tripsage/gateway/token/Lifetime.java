package com.tripsage.gateway.token;

import com.tripsage.gateway.refusal.Refusal;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** The time for which a link to a trip works: 30 days unless its maker says otherwise, and 366 at most. */
public final class Lifetime {

    private static final Duration USUAL = Duration.ofDays(30);
    private static final Duration LONGEST = Duration.ofDays(366);

    private Lifetime() {}

    /** The end that is wanted, or the usual one; refused at a path of the input where a link can't end then. */
    public static OffsetDateTime end(@Nullable OffsetDateTime wanted, String path) {
        OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);
        if (wanted == null) {
            return now.plus(USUAL);
        }
        if (!wanted.isAfter(now)) {
            throw Refusal.invalid(path, "must be in the future");
        }
        if (wanted.isAfter(now.plus(LONGEST))) {
            throw Refusal.invalid(path, "must be at most " + LONGEST.toDays() + " days away");
        }
        return wanted;
    }
}
