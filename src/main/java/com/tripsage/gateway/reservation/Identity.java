package com.tripsage.gateway.reservation;

import com.tripsage.gateway.value.TicketTime;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a reservation is for: by its number, and by the flight, the stay or the journey itself. One that doesn't say all of it may be the
 * same as one that does.
 *
 * @param thing the number of the flight or the train, or else the name of what is reserved
 */
record Identity(
        Kind kind,
        @Nullable String reference,
        @Nullable String thing,
        End from,
        End to,
        @Nullable TicketTime begin) {

    private static final Pattern NO_LETTER = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final Pattern ZEROS = Pattern.compile("(?<!\\d)0+(?=\\d)");
    private static final Pattern AIRLINE = Pattern.compile("^[A-Z0-9]{2}(?=\\d{1,4}[A-Z]?$)");

    static Identity of(Kind kind, Map<Field, Object> values) {
        String thing = plain(kind.text(values, "flight_number", "number", "name"));
        return new Identity(
                kind,
                plain(kind.text(values, "booking_reference")),
                thing == null ? null : ZEROS.matcher(thing).replaceAll(""),
                new End(
                        plain(kind.text(values, "departure_airport", "from_code")),
                        plain(kind.text(values, "from_name"))),
                new End(plain(kind.text(values, "arrival_airport", "to_code")), plain(kind.text(values, "to_name"))),
                (TicketTime) values.get(kind.begin()));
    }

    /** Letters and digits alone: people write numbers and names with spaces, dashes, and in small letters. */
    private static @Nullable String plain(@Nullable String text) {
        String plain =
                text == null ? "" : NO_LETTER.matcher(text).replaceAll("").toUpperCase(Locale.ROOT);
        return plain.isEmpty() ? null : plain;
    }

    /** The same as a key, which a trip has once. */
    UUID key() {
        String whole = Stream.of(kind, reference, thing, from.code, from.name, to.code, to.name, day())
                .map(String::valueOf)
                .reduce("", (text, part) -> text + "\n" + part);
        return UUID.nameUUIDFromBytes(whole.getBytes(StandardCharsets.UTF_8));
    }

    private @Nullable LocalDate day() {
        return begin == null ? null : ClockField.day(begin);
    }

    /** Whether nothing says what it is for. */
    boolean isForNothing() {
        return thing == null && from.isUnknown() && to.isUnknown() && begin == null;
    }

    /** How many things say that both are the same; none where one says that they aren't. */
    int likeness(Identity other, boolean onAnyDay) {
        boolean sameReference = reference != null && reference.equals(other.reference);
        boolean sameDay = begin != null && other.begin != null && isOnSameDay(begin, other.begin);
        boolean contradict = kind != other.kind
                || (!sameReference && reference != null && other.reference != null)
                || (!sameDay && !onAnyDay && begin != null && other.begin != null)
                || isOtherThing(other.thing)
                || from.differs(other.from)
                || to.differs(other.to);
        if (contradict) {
            return 0;
        }
        boolean sameThing = thing != null && other.thing != null;
        boolean sameWay = from.isKnownAs(other.from) && to.isKnownAs(other.to);
        // Without a number it has to be the same thing on the same day.
        return sameReference || (sameDay && (sameThing || sameWay))
                ? 1 + (sameReference ? 1 : 0) + (sameDay ? 1 : 0) + (sameThing ? 1 : 0) + (sameWay ? 1 : 0)
                : 0;
    }

    /** The number of a flight has the airline's code in front, or hasn't. */
    private boolean isOtherThing(@Nullable String other) {
        return thing != null
                && other != null
                && !thing.equals(other)
                && !(kind == Kind.FLIGHT && (isWithoutAirline(thing, other) || isWithoutAirline(other, thing)));
    }

    private static boolean isWithoutAirline(String number, String whole) {
        return AIRLINE.matcher(whole).replaceFirst("").equals(number);
    }

    private static boolean isOnSameDay(TicketTime one, TicketTime other) {
        return (one.instant() != null && one.instant().equals(other.instant()))
                || Objects.equals(ClockField.day(one), ClockField.day(other));
    }

    /** One end of a journey. */
    record End(@Nullable String code, @Nullable String name) {

        boolean isUnknown() {
            return code == null && name == null;
        }

        boolean isKnownAs(End other) {
            return (code != null && other.code != null)
                    ? code.equals(other.code)
                    : name != null && name.equals(other.name);
        }

        boolean differs(End other) {
            return !isKnownAs(other) && ((code != null && other.code != null) || (name != null && other.name != null));
        }
    }
}
