package com.tripsage.gateway.reservation;

import com.tripsage.gateway.value.Columns;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;

/** A table of parts of a trip that reservations go to. */
enum PartTable {
    FLIGHTS,
    ACCOMMODATIONS,
    BOOKINGS;

    /** What a new row {@code n} of a trip {@code p} has in a column. */
    String inserted(String column) {
        String currency = this == ACCOMMODATIONS
                ? "coalesce(n.currency, n.total_currency, p.budget_currency)"
                : "coalesce(n.currency, p.budget_currency)";
        return switch (column) {
            case "currency" -> currency;
            case "total_currency" -> "nullif(n.total_currency, " + currency + ")";
            default -> "n." + column;
        };
    }

    String sqlName() {
        return "public." + Columns.lowerCase(this);
    }

    /** The columns that are written, of rows of any kind. */
    Set<String> columns() {
        Set<String> columns = new TreeSet<>(Set.of("currency", "raw_data", "import_key"));
        if (this == BOOKINGS) {
            columns.add("kind");
        }
        Arrays.stream(Kind.values()).filter(kind -> kind.table == this).forEach(kind -> columns.addAll(kind.columns()));
        return columns;
    }
}
