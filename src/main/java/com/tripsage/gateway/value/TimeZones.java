package com.tripsage.gateway.value;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The time zones that a ticket may name: those of IANA, and offsets. Other programs may have stored what is neither. */
public final class TimeZones {

    private static final Pattern OFFSET = Pattern.compile("[+-]\\d{2}:\\d{2}");

    private TimeZones() {}

    /** The zone of this name; null where there is none. */
    public static @Nullable ZoneId of(String name) {
        if (ZoneId.getAvailableZoneIds().contains(name)) {
            return ZoneId.of(name);
        }
        try {
            return OFFSET.matcher(name).matches() ? ZoneOffset.of(name) : null;
        } catch (DateTimeException _) {
            return null;
        }
    }

    /** The offset of a zone whose clock shows this at that moment; null where none does. */
    static @Nullable String offsetBetween(OffsetDateTime instant, LocalDateTime local) {
        Duration gap = Duration.between(instant.toInstant(), local.toInstant(ZoneOffset.UTC));
        boolean isOffset = gap.toSecondsPart() == 0
                && gap.getNano() == 0
                && Math.abs(gap.getSeconds()) <= ZoneOffset.MAX.getTotalSeconds();
        if (!isOffset) {
            return null;
        }
        String id = ZoneOffset.ofTotalSeconds((int) gap.getSeconds()).getId();
        return id.equals("Z") ? "+00:00" : id;
    }

    /** Whether the clock of the zone shows this at that moment, or would without having been put forward over it. */
    static boolean agree(OffsetDateTime instant, LocalDateTime local, ZoneId zone) {
        return instant.atZoneSameInstant(zone).toLocalDateTime().equals(local)
                || local.atZone(zone).toInstant().equals(instant.toInstant());
    }
}
