package com.tripsage.gateway.trip;

import com.tripsage.gateway.paging.Selection;
import com.tripsage.gateway.value.Blank;
import com.tripsage.gateway.value.Columns;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import org.hibernate.validator.constraints.CodePointLength;
import org.jspecify.annotations.Nullable;

record TripFilter(
        @Nullable List<TripStatus> status,
        @Nullable LocalDate startsOnOrAfter,
        @Nullable LocalDate endsOnOrBefore,
        @Nullable @CodePointLength(max = 200) String text,
        @Nullable LocalDate underWayOn,

        @Nullable @Pattern(regexp = "[0-9]{4}-(0[1-9]|1[0-2])", message = "must be a month: 2027-05")
        String touchesMonth,

        @Nullable @Valid WithFlight flight,
        @Nullable @Valid Nearby near) {

    /** A trip with one of its days only is under way on that day. */
    private static final String TOUCHES = """
            coalesce(start_date, end_date) <= :%2$s and coalesce(end_date, start_date) >= :%1$s""";

    /** A condition that finds the text: among the trip's own words (the quickest), among those of all its parts, or inside its own texts. */
    private static final String WORDS = """
            (words @@ (select gateway.all_words(:text))
             or (words
                 || coalesce((select string_agg(f.words::text, ' ')::tsvector
                                from public.flights f
                               where f.trip_id = trips.id), '')
                 || coalesce((select string_agg(a.words::text, ' ')::tsvector
                                from public.accommodations a
                               where a.trip_id = trips.id), '')
                 || coalesce((select string_agg(b.words::text, ' ')::tsvector
                                from public.bookings b
                               where b.trip_id = trips.id), '')) @@ (select gateway.all_words(:text))
             or position((select gateway.plain(:text)) in gateway.plain(title)) > 0
             or position((select gateway.plain(:text)) in gateway.plain(description)) > 0
             or exists (select
                          from jsonb_path_query(destinations, 'strict $.** ? (@.type() == "string")') as d (word)
                         where position((select gateway.plain(:text)) in gateway.plain(d.word #>> '{}')) > 0))""";

    Selection narrow(Selection trips) {
        if (status != null) {
            trips.where("status = any(:status)", "status", Columns.lowerCase(status));
        }
        if (startsOnOrAfter != null) {
            trips.where("start_date >= :startsOnOrAfter", "startsOnOrAfter", startsOnOrAfter);
        }
        if (endsOnOrBefore != null) {
            trips.where("end_date <= :endsOnOrBefore", "endsOnOrBefore", endsOnOrBefore);
        }
        if (text != null && !Blank.isBlank(text)) {
            trips.where(WORDS, "text", text);
        }
        if (underWayOn != null) {
            trips.where(TOUCHES.formatted("day", "day"), "day", underWayOn);
        }
        if (touchesMonth != null) {
            YearMonth month = YearMonth.parse(touchesMonth);
            trips.where(
                    TOUCHES.formatted("monthStart", "monthEnd"),
                    Map.of("monthStart", month.atDay(1), "monthEnd", month.atEndOfMonth()));
        }
        if (flight != null) {
            flight.narrow(trips);
        }
        if (near != null) {
            near.narrow(trips);
        }
        return trips;
    }
}
