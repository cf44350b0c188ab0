package com.tripsage.gateway.reservation;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The seats of a reservation: coach or section first, and all of them where there are several. */
record SeatField(String column, int most) implements TextColumn {

    private static final String SEAT = "reservedTicket.ticketedSeat";

    @Override
    public @Nullable Object read(Thing document) {
        return of(document, SEAT, most);
    }

    /** The seats at the end of a way. */
    static @Nullable String of(Thing thing, String way, int most) {
        List<Thing> seats = thing.all(way).toList();
        String all = seats.stream()
                .flatMap(seat -> Stream.ofNullable(text(seat)))
                .distinct()
                .collect(Collectors.joining(", "));
        return all.isEmpty() ? null : seats.getFirst().cut(all, most);
    }

    private static @Nullable String text(Thing seat) {
        if (seat.text() != null) {
            return seat.markRead().text();
        }
        return Address.joined(
                "/", seat.text("seatSection"), Address.joined("", seat.text("seatRow"), seat.text("seatNumber")));
    }

    @Override
    public Object together(Object earlier, Object later) {
        return Stream.of(earlier, later)
                .flatMap(seats -> Stream.of(seats.toString().split(", ", -1)))
                .distinct()
                .collect(Collectors.joining(", "));
    }

    @Override
    public void write(ObjectNode document, @Nullable Object value) {
        Nodes.objects(document.path("reservedTicket")).forEach(ticket -> ticket.remove("ticketedSeat"));
        if (value != null) {
            Nodes.set(document, SEAT + ".seatNumber", (String) value);
        }
    }
}
