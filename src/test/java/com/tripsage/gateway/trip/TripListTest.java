package com.tripsage.gateway.trip;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.TwoTravellers;
import com.tripsage.gateway.Wire;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The set-up of tests of the list of trips: its pages, and 25 trips to read on them. */
abstract class TripListTest extends TwoTravellers {

    private static final String TRIPS = """
            query ($first: Int, $after: String, $last: Int, $before: String, $filter: TripFilter, $orderBy: TripOrder) {
              trips(first: $first, after: $after, last: $last, before: $before, filter: $filter, orderBy: $orderBy) {
                edges { cursor node { id title } }
                pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
                totalCount
              }
            }""";

    private static final int BATCHES = 5;
    private static final int OF_A_BATCH = 5;

    /** 25 trips, among them equal dates and none, some made by one document; their ids in the order. */
    List<String> createTrips(TripOrder order) {
        record Row(String id, String start, int made) {}
        List<Row> rows = new ArrayList<>();
        for (int batch = 0; batch < BATCHES; batch++) {
            // No date, equal dates twice, and dates of their own.
            @Nullable String[] starts = {null, "2026-05-01", "2026-05-01", "2026-06-0" + (batch + 1), null};
            Map<String, @Nullable Object> variables = new LinkedHashMap<>();
            String parameters = IntStream.range(0, OF_A_BATCH)
                    .mapToObj(i -> "$i%d: CreateTripInput!".formatted(i))
                    .collect(joining(", "));
            String fields = IntStream.range(0, OF_A_BATCH)
                    .mapToObj(i -> "t%d: createTrip(input: $i%d) { trip { id } }".formatted(i, i))
                    .collect(joining(" "));
            for (int i = 0; i < OF_A_BATCH; i++) {
                Map<String, @Nullable Object> input = new HashMap<>();
                input.put("title", "Trip");
                input.put("startDate", starts[i]);
                variables.put("i" + i, input);
            }
            Wire.Answer answer =
                    Wire.of(port, ada).send("mutation (%s) { %s }".formatted(parameters, fields), variables);
            for (int i = 0; i < OF_A_BATCH; i++) {
                String start = starts[i];
                rows.add(new Row(
                        answer.at("/t" + i + "/trip/id"), start == null ? "none, so last" : start, rows.size()));
            }
        }
        Comparator<Row> comparator =
                switch (order) {
                    case START_DATE_ASC, START_DATE_DESC ->
                        Comparator.comparing(Row::start).thenComparingInt(Row::made);
                    case CREATED_AT_ASC, CREATED_AT_DESC -> Comparator.comparingInt(Row::made);
                };
        boolean descending = order == TripOrder.START_DATE_DESC || order == TripOrder.CREATED_AT_DESC;
        rows.sort(descending ? comparator.reversed() : comparator);
        return new ArrayList<>(rows.stream().map(Row::id).toList());
    }

    Page page(@Nullable Object... variables) {
        return Page.of(send(variables));
    }

    /** Names and values in turn. */
    Wire.Answer send(@Nullable Object... variables) {
        Map<String, @Nullable Object> named = new HashMap<>();
        for (int i = 0; i < variables.length; i += 2) {
            named.put(String.valueOf(variables[i]), variables[i + 1]);
        }
        return Wire.of(port, ada).send(TRIPS, named);
    }

    record Page(
            List<String> ids,
            List<String> cursors,
            boolean hasNext,
            boolean hasPrevious,
            @Nullable String start,
            @Nullable String end,
            int total) {

        static Page of(Wire.Answer answer) {
            List<String> cursors = answer.each("/trips/edges", "/cursor");
            String start = answer.at("/trips/pageInfo/startCursor");
            String end = answer.at("/trips/pageInfo/endCursor");
            if (!cursors.isEmpty()) {
                assertThat(start).isEqualTo(cursors.get(0));
                assertThat(end).isEqualTo(cursors.get(cursors.size() - 1));
            }
            return new Page(
                    answer.each("/trips/edges", "/node/id"),
                    cursors,
                    Boolean.parseBoolean(answer.at("/trips/pageInfo/hasNextPage")),
                    Boolean.parseBoolean(answer.at("/trips/pageInfo/hasPreviousPage")),
                    start.equals("null") ? null : start,
                    end.equals("null") ? null : end,
                    Integer.parseInt(answer.at("/trips/totalCount")));
        }
    }
}
