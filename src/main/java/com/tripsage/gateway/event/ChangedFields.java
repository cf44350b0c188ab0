package com.tripsage.gateway.event;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
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
            union(List.of(
                    Map.of(
                            "currency",
                            List.of("price"),
                            "refund_currency",
                            List.of("refund"),
                            "import_key",
                            List.of("rawData")),
                    clock("departure", "departureTime", "_time"),
                    clock("arrival", "arrivalTime", "_time"),
                    clock("boarding", "boarding", "_time"))),
            "accommodations",
            union(List.of(
                    Map.of(
                            "currency", List.of("pricePerNight", "totalPrice"),
                            "total_currency", List.of("totalPrice"),
                            "refund_currency", List.of("refund"),
                            "import_key", List.of("rawData")),
                    clock("check_in", "checkInDate", "_date"),
                    clock("check_out", "checkOutDate", "_date"))),
            "bookings",
            union(List.of(
                    Map.of(
                            "currency", List.of("price"),
                            "refund_currency", List.of("refund"),
                            "import_key", List.of("rawData"),
                            "from_name", List.of("from"),
                            "from_code", List.of("from"),
                            "from_coordinates", List.of("from"),
                            "to_name", List.of("to"),
                            "to_code", List.of("to"),
                            "to_coordinates", List.of("to")),
                    clock("start", "start", ""),
                    clock("end", "end", ""))),
            "chat_messages",
            Map.of("model_fields", List.of("modelMessage")),
            "memory_embeddings",
            Map.of("content_text", List.of("text"), "content_type", List.of("kind")));

    private ChangedFields() {}

    /** The field of a clock's columns, of which one has a field of its own as well. */
    private static Map<String, List<String>> clock(String clock, String ownField, String ownColumn) {
        return Stream.of("_time", "_local", "_date", "_zone", "_by_local")
                .collect(Collectors.toMap(
                        part -> clock + part,
                        part -> part.equals(ownColumn)
                                ? List.of(ownField, camelCase(clock))
                                : List.of(camelCase(clock))));
    }

    private static Map<String, List<String>> union(List<Map<String, List<String>>> some) {
        var all = new HashMap<String, List<String>>();
        some.forEach(all::putAll);
        return Map.copyOf(all);
    }

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
