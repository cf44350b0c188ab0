package com.tripsage.gateway.trip;

import static java.util.Objects.requireNonNullElse;

import com.tripsage.gateway.paging.Selection;
import java.util.Map;
import org.hibernate.validator.constraints.CodePointLength;
import org.jspecify.annotations.Nullable;

/** A condition for trips with a flight from one airport, to one, or both; case does not matter. */
record WithFlight(
        @Nullable @CodePointLength(max = 10) String from,
        @Nullable @CodePointLength(max = 10) String to,
        @Nullable @CodePointLength(max = 10) String fromOrTo) {

    private static final String FLIES = """
            exists (select from public.flights f
                     where f.trip_id = trips.id and f.status <> 'cancelled'
                       and (:from = '' or gateway.folded(f.departure_airport) = (select gateway.folded(:from)))
                       and (:to = '' or gateway.folded(f.arrival_airport) = (select gateway.folded(:to)))
                       and (:fromOrTo = ''
                            or (select gateway.folded(:fromOrTo)) in (gateway.folded(f.departure_airport),
                                                                      gateway.folded(f.arrival_airport))))""";

    void narrow(Selection trips) {
        trips.where(
                FLIES,
                Map.of(
                        "from", requireNonNullElse(from, ""),
                        "to", requireNonNullElse(to, ""),
                        "fromOrTo", requireNonNullElse(fromOrTo, "")));
    }
}
