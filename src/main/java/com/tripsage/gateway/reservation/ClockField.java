package com.tripsage.gateway.reservation;

import com.tripsage.gateway.value.TicketTime;
import com.tripsage.gateway.value.TimeZones;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A time of a ticket, in the columns of a clock.
 *
 * @param clock what the columns begin with
 */
record ClockField(String clock, List<String> ways) implements Field {

    ClockField(String clock, String... ways) {
        this(clock, List.of(ways));
    }

    @Override
    public @Nullable Object read(Thing document) {
        TicketTime found = null;
        for (String way : ways) {
            Thing time = document.all(way).findFirst().orElse(null);
            TicketTime read = time == null ? null : Times.read(time);
            if (time != null && read != null && (found == null || Objects.equals(day(read), day(found)))) {
                time.markRead();
                found = found == null ? read : found;
            }
        }
        return found;
    }

    @Override
    public void write(ObjectNode document, @Nullable Object value) {
        ways.forEach(way -> Nodes.set(document, way, (JsonNode) null));
        if (value != null) {
            Nodes.set(document, ways.getFirst(), Times.write((TicketTime) value));
        }
    }

    /** A document that says a zone says the whole; without, the zone may have come from elsewhere. */
    @Override
    public boolean agree(@Nullable Object read, @Nullable Object stored) {
        if (!(read instanceof TicketTime said && stored instanceof TicketTime whole)) {
            return Objects.equals(read, stored);
        }
        return Objects.equals(said.timeZone(), whole.timeZone())
                && (said.instant() == null || said.instant().equals(whole.instant()))
                && (said.localDateTime() == null || said.localDateTime().equals(whole.localDateTime()))
                && (said.date() == null || said.date().equals(whole.date()));
    }

    @Override
    public @Nullable Object ofRow(JsonNode row) {
        String moment = TextColumn.text(row, clock + "_time");
        String local = TextColumn.text(row, clock + "_local");
        String date = TextColumn.text(row, clock + "_date");
        return moment == null && local == null && date == null
                ? null
                : new TicketTime(
                        moment == null ? null : Times.utc(OffsetDateTime.parse(moment)),
                        local == null ? null : LocalDateTime.parse(local),
                        date == null ? null : LocalDate.parse(date),
                        TextColumn.text(row, clock + "_zone"));
    }

    @Override
    public void toRow(ObjectNode row, @Nullable Object value) {
        TicketTime said = value == null ? new TicketTime(null, null, null, null) : (TicketTime) value;
        set(row, "_time", said.instant());
        set(row, "_local", said.localDateTime());
        set(row, "_date", said.date());
        // A zone that isn't said is that of the place, or the one that the row has.
        if (value == null || said.timeZone() != null) {
            set(row, "_zone", said.timeZone());
        }
    }

    private void set(ObjectNode row, String column, @Nullable Object value) {
        row.put(clock + column, value == null ? null : value.toString());
    }

    /** The day on the ticket, or where that isn't known, of UTC. */
    static @Nullable LocalDate day(TicketTime time) {
        if (time.localDateTime() != null) {
            return time.localDateTime().toLocalDate();
        }
        if (time.instant() == null) {
            return time.date();
        }
        ZoneId zone = time.timeZone() == null ? null : TimeZones.of(time.timeZone());
        return zone == null
                ? time.instant().toLocalDate()
                : time.instant().atZoneSameInstant(zone).toLocalDate();
    }
}
