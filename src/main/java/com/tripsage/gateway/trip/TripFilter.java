package com.tripsage.gateway.trip;

import com.tripsage.gateway.paging.Selection;
import com.tripsage.gateway.value.Columns;
import java.time.LocalDate;
import java.util.List;
import org.hibernate.validator.constraints.CodePointLength;
import org.jspecify.annotations.Nullable;

record TripFilter(
        @Nullable List<TripStatus> status,
        @Nullable LocalDate startsOnOrAfter,
        @Nullable LocalDate endsOnOrBefore,
        @Nullable @CodePointLength(max = 200) String text) {

    Selection narrow(Selection trips) {
        if (status != null) {
            trips.where(
                    "status = any(:status)",
                    "status",
                    status.stream().map(Columns::lowerCase).toArray(String[]::new));
        }
        if (startsOnOrAfter != null) {
            trips.where("start_date >= :startsOnOrAfter", "startsOnOrAfter", startsOnOrAfter);
        }
        if (endsOnOrBefore != null) {
            trips.where("end_date <= :endsOnOrBefore", "endsOnOrBefore", endsOnOrBefore);
        }
        if (text != null) {
            trips.where("""
                    (title ilike :text
                     or description ilike :text
                     or exists (select
                                  from jsonb_path_query(destinations, 'strict $.** ? (@.type() == "string")') d (word)
                                 where d.word #>> '{}' ilike :text))""", "text", "%" + text.replaceAll("([\\\\%_])", "\\\\$1") + "%");
        }
        return trips;
    }
}
