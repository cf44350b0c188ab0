package com.tripsage.gateway.event;

import com.tripsage.gateway.changelog.Change;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The fields of the API that show changed columns. */
final class ChangedFields {

    /** Columns whose field in the API has another name than the column in camel case. */
    private static final Map<String, Map<String, List<String>>> BY_TABLE = Map.of(
            "trips",
            Map.of(
                    "budget_total", List.of("budget"),
                    "budget_currency", List.of("budget"),
                    "user_id", List.of("owner")),
            "flights",
            Map.of("currency", List.of("price")),
            "accommodations",
            Map.of("currency", List.of("pricePerNight", "totalPrice")));

    private ChangedFields() {}

    static List<String> of(Change change) {
        Map<String, List<String>> others = BY_TABLE.getOrDefault(change.table(), Map.of());
        return change.changedColumns().stream()
                .flatMap(column ->
                        others.containsKey(column) ? others.get(column).stream() : Stream.of(camelCase(column)))
                .distinct()
                .toList();
    }

    private static String camelCase(String column) {
        var name = new StringBuilder();
        for (int n = 0; n < column.length(); n++) {
            char c = column.charAt(n);
            name.append(c == '_' ? Character.toUpperCase(column.charAt(++n)) : c);
        }
        return name.toString();
    }
}
