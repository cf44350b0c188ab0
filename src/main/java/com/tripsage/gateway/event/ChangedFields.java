package com.tripsage.gateway.event;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The fields of the API that show changed columns. */
public final class ChangedFields {

    /** Columns whose field in the API has another name than the column in camel case. */
    private static final Map<String, Map<String, List<String>>> BY_TABLE = Map.of(
            "trips",
            Map.of(
                    "budget_total", List.of("budget"),
                    "budget_currency", List.of("budget"),
                    "user_id", List.of("owner")),
            "flights",
            Map.of("currency", List.of("price"), "refund_currency", List.of("refund")),
            "accommodations",
            Map.of(
                    "currency", List.of("pricePerNight", "totalPrice"),
                    "total_currency", List.of("totalPrice"),
                    "refund_currency", List.of("refund")),
            "memory_embeddings",
            Map.of("content_text", List.of("text"), "content_type", List.of("kind")));

    private ChangedFields() {}

    public static List<String> of(String table, List<String> columns) {
        Map<String, List<String>> others = BY_TABLE.getOrDefault(table, Map.of());
        return columns.stream()
                .flatMap(column ->
                        others.containsKey(column) ? others.get(column).stream() : Stream.of(camelCase(column)))
                .distinct()
                .toList();
    }

    /** A name of the database as the API writes it. */
    public static String camelCase(String column) {
        var name = new StringBuilder();
        for (int n = 0; n < column.length(); n++) {
            char c = column.charAt(n);
            name.append(c == '_' ? Character.toUpperCase(column.charAt(++n)) : c);
        }
        return name.toString();
    }
}
