package com.tripsage.gateway.trip;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.Traveller;
import com.tripsage.gateway.TwoTravellers;
import com.tripsage.gateway.Wire;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TripListTests extends TwoTravellers {

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

    @ParameterizedTest
    @EnumSource
    void pagesForward(TripOrder order) {
        List<String> expected = createTrips(order);
        List<String> seen = new ArrayList<>();
        String after = null;
        Page page;
        do {
            page = page("first", 7, "after", after, "orderBy", order);
            seen.addAll(page.ids);
            assertThat(page.hasPrevious).isEqualTo(after != null);
            assertThat(page.hasNext).isEqualTo(seen.size() < expected.size());
            assertThat(page.total).isEqualTo(expected.size());
            after = page.end;
        } while (page.hasNext);

        assertThat(seen).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource
    void pagesBackward(TripOrder order) {
        List<String> expected = createTrips(order);
        List<String> seen = new ArrayList<>();
        String before = null;
        Page page;
        do {
            page = page("last", 7, "before", before, "orderBy", order);
            seen.addAll(0, page.ids);
            assertThat(page.hasNext).isEqualTo(before != null);
            assertThat(page.hasPrevious).isEqualTo(seen.size() < expected.size());
            before = page.start;
        } while (page.hasPrevious);

        assertThat(seen).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource
    void losesAndRepeatsNothingWhileTripsComeAndGo(TripOrder order) {
        List<String> expected = createTrips(order);
        List<String> seen = new ArrayList<>();
        Set<String> deleted = new HashSet<>();
        Set<String> early = new HashSet<>();
        Set<String> late = new HashSet<>();
        String after = null;
        Page page;
        do {
            page = page("first", 4, "after", after, "orderBy", order);
            seen.addAll(page.ids);
            after = page.end;
            if (page.hasNext) {
                delete(page.ids.get(page.ids.size() - 1));
                expected.stream()
                        .filter(id -> !seen.contains(id) && !deleted.contains(id))
                        .findFirst()
                        .ifPresent(unread -> {
                            delete(unread);
                            deleted.add(unread);
                        });
                early.add(create("19%d-01-01".formatted(90 - early.size())).toString());
                late.add(create("2099-01-01").toString());
            }
        } while (page.hasNext);

        assertThat(seen).doesNotHaveDuplicates().doesNotContainAnyElementsOf(deleted);
        expected.removeAll(deleted);
        assertThat(seen).containsSubsequence(expected);
        switch (order) {
            case START_DATE_ASC -> assertThat(seen).doesNotContainAnyElementsOf(early);
            case START_DATE_DESC -> assertThat(seen).containsAll(early);
            case CREATED_AT_ASC -> assertThat(seen).containsAll(early).containsAll(late);
            case CREATED_AT_DESC ->
                assertThat(seen).doesNotContainAnyElementsOf(early).doesNotContainAnyElementsOf(late);
        }
    }

    @Test
    void losesNothingBackwardEither() {
        List<String> expected = createTrips(TripOrder.START_DATE_DESC);
        List<String> seen = new ArrayList<>();
        String before = null;
        Page page;
        do {
            page = page("last", 4, "before", before);
            seen.addAll(0, page.ids);
            before = page.start;
            if (page.hasPrevious) {
                delete(page.ids.get(0));
                create("1990-01-01");
            }
        } while (page.hasPrevious);

        assertThat(seen).isEqualTo(expected);
    }

    @Test
    void endsExactlyWhereTheListEnds() {
        List<String> expected = createTrips(TripOrder.START_DATE_DESC);

        Page whole = page("first", 25);
        Page behind = page("first", 3, "after", whole.end);

        assertThat(whole.ids).isEqualTo(expected);
        assertThat(whole.hasNext).isFalse();
        assertThat(behind.ids).isEmpty();
        assertThat(behind.hasNext).isFalse();
        assertThat(behind.hasPrevious).isTrue();
        assertThat(behind.start).isNull();
        assertThat(behind.end).isNull();
        assertThat(behind.total).isEqualTo(25);
        assertThat(page().ids).isEqualTo(expected.subList(0, 20));
        assertThat(page("after", whole.cursors.get(2)).ids).isEqualTo(expected.subList(3, 23));
        assertThat(page("before", whole.cursors.get(4)).ids).isEqualTo(expected.subList(0, 4));
        assertThat(page("first", 100, "after", null, "orderBy", null).ids).isEqualTo(expected);
    }

    @Test
    void isEmptyForANewcomer() {
        Page page = page("first", 1);

        assertThat(page.ids).isEmpty();
        assertThat(page.total).isZero();
        assertThat(page.hasNext).isFalse();
        assertThat(page.hasPrevious).isFalse();
    }

    @Test
    void holdsOwnTripsAndSharedOnes() {
        UUID own = ada.createTrip(Map.of("title", "Own", "startDate", "2026-01-01"));
        UUID shared = bob.createTrip(Map.of("title", "Shared", "startDate", "2026-01-02"));
        bob.createTrip("Private");
        bob.share(shared, ada, "VIEWER");

        Page page = page("first", 10);

        assertThat(page.ids).containsExactly(shared.toString(), own.toString());
        assertThat(page.total).isEqualTo(2);
    }

    @Test
    void filtersByText() {
        ada.createTrip(Map.of(
                "title",
                "100% Lisbon",
                "description",
                "cheap_flight",
                "destinations",
                List.of(Map.of("name", "Sintra", "tags", List.of("tram \"28\"", "C:\\Belém")))));
        ada.createTrip("1000 Lisbon");
        ada.createTrip("underXscore");

        assertThat(titles("text", "lisbon")).containsExactlyInAnyOrder("100% Lisbon", "1000 Lisbon");
        assertThat(titles("text", "LISBON")).hasSize(2);
        assertThat(titles("text", "lis")).hasSize(2);
        assertThat(titles("text", "isbo")).hasSize(2);
        assertThat(titles("text", "100%")).containsExactly("100% Lisbon");
        assertThat(titles("text", "0%")).containsExactly("100% Lisbon");
        assertThat(titles("text", "%")).containsExactly("100% Lisbon");
        assertThat(titles("text", "p_f")).containsExactly("100% Lisbon");
        assertThat(titles("text", "Lisbon 1,000")).containsExactly("1000 Lisbon");
        assertThat(titles("text", "cheap flights to Lisbon")).containsExactly("100% Lisbon");
        assertThat(titles("text", "cheap flights to Porto")).isEmpty();
        assertThat(titles("text", "r_s")).isEmpty();
        assertThat(titles("text", "sintra")).containsExactly("100% Lisbon");
        assertThat(titles("text", "tram \"28\"")).containsExactly("100% Lisbon");
        assertThat(titles("text", "m \"28\"")).containsExactly("100% Lisbon");
        assertThat(titles("text", "c:\\bel")).containsExactly("100% Lisbon");
        assertThat(titles("text", "\\")).containsExactly("100% Lisbon");
        assertThat(titles("text", "elÉ")).containsExactly("100% Lisbon");
        assertThat(titles("text", "BELEM")).containsExactly("100% Lisbon");
        for (String nothing : List.of("%%", "\\\\", "?!", "' or true --", ":text ?", "&|!:*", "lisbon' & !'porto")) {
            assertThat(titles("text", nothing)).as(nothing).isEmpty();
        }
        for (String blank : List.of("", " ", "\t\n")) {
            assertThat(titles("text", blank)).hasSize(3);
        }
    }

    @Test
    void filtersByTheTextOfWhatBelongsToATrip() {
        ada.createTrip(Map.of(
                "title", "Asien",
                "destinations", List.of("東京", "กรุงเทพ"),
                "flights",
                        List.of(Map.of(
                                "airline",
                                "Lufthansa",
                                "flightNumber",
                                "LH 0400",
                                "departureAirport",
                                "FRA",
                                "arrivalAirport",
                                "HND",
                                "bookingReference",
                                "X7K9QP")),
                "accommodations",
                        List.of(Map.of(
                                "name",
                                "Hôtel de l’Étoile",
                                "address",
                                "Straße 7, Shinjuku",
                                "bookingReference",
                                "HTL-00981"))));
        ada.createTrip("Élan");

        for (String text : List.of(
                "LH400",
                "lh 400",
                "LH-0400",
                "x7k9qp",
                "X7K9",
                "lufthansa",
                "hnd",
                "hotel",
                "etoile",
                "l'étoile",
                "STRASSE",
                "shinjuku",
                "HTL00981",
                "981",
                "東京",
                "京",
                "กรุงเทพ",
                "asien lufthansa hotel 東京")) {
            assertThat(titles("text", text)).as(text).containsExactly("Asien");
        }
        for (String text : List.of("LH401", "hotel lisbon", "京東", "elan lufthansa")) {
            assertThat(titles("text", text)).as(text).isEmpty();
        }
        assertThat(titles("text", "elan")).containsExactly("Élan");
    }

    @Test
    void pagesThroughAndCountsTheOwnAndSharedTripsOfAText() {
        List<Map<String, String>> flights = List.of(Map.of("flightNumber", "LH400"));
        List<String> expected = new ArrayList<>();
        for (int i = 1; i <= 5; i++) {
            Traveller owner = i == 3 ? bob : ada;
            UUID trip = owner.createTrip(Map.of(
                    "title", "Trip " + i, "startDate", "2026-01-0" + i, "flights", i == 2 ? List.of() : flights));
            if (i == 3) {
                bob.share(trip, ada, "VIEWER");
            }
            if (i != 2) {
                expected.add(0, trip.toString());
            }
        }
        bob.createTrip(Map.of("title", "Private", "flights", flights));

        Map<String, String> filter = Map.of("text", "lh 400");
        Page first = page("first", 3, "filter", filter);
        Page second = page("first", 3, "filter", filter, "after", first.end);

        assertThat(first.ids).isEqualTo(expected.subList(0, 3));
        assertThat(second.ids).isEqualTo(expected.subList(3, 4));
        assertThat(List.of(first.total, second.total)).containsOnly(4);
    }

    @Test
    void takesTextForTextOnly() {
        ada.createTrip(Map.of("title", "Lisbon", "destinations", List.of(Map.of("name", "Lisbon"))));

        assertThat(titles("text", "name")).isEmpty();
        assertThat(titles("text", "[{")).isEmpty();
    }

    @Test
    void filtersByStatus() {
        ada.createTrip(Map.of("title", "Planned", "status", "PLANNING"));
        ada.createTrip(Map.of("title", "Booked", "status", "BOOKED"));
        ada.createTrip(Map.of("title", "Over", "status", "COMPLETED"));

        assertThat(titles("status", List.of("PLANNING", "BOOKED"))).containsExactlyInAnyOrder("Planned", "Booked");
        assertThat(titles("status", "COMPLETED")).containsExactly("Over");
        assertThat(titles("status", List.of("ACTIVE", "CANCELLED"))).isEmpty();
        assertThat(titles("status", List.of())).isEmpty();
        assertThat(titles("status", null)).hasSize(3);
    }

    @Test
    void filtersByDates() {
        ada.createTrip(Map.of("title", "January", "startDate", "2026-01-01", "endDate", "2026-01-31"));
        ada.createTrip(Map.of("title", "February", "startDate", "2026-02-01", "endDate", "2026-02-28"));
        ada.createTrip("Some day");

        assertThat(titles("startsOnOrAfter", "2026-02-01")).containsExactly("February");
        assertThat(titles("startsOnOrAfter", "2026-02-02")).isEmpty();
        assertThat(titles("endsOnOrBefore", "2026-01-31")).containsExactly("January");
        assertThat(titles("endsOnOrBefore", "2026-01-30")).isEmpty();
    }

    @Test
    void countsWhatTheFilterLeaves() {
        createTrips(TripOrder.START_DATE_DESC);
        ada.createTrip(
                Map.of("title", "Lisbon", "status", "BOOKED", "startDate", "2026-05-02", "endDate", "2026-05-03"));
        ada.createTrip(
                Map.of("title", "Lisbon", "status", "BOOKED", "startDate", "2026-05-03", "endDate", "2026-05-03"));
        Map<String, Object> filter = Map.of(
                "status", List.of("BOOKED"),
                "startsOnOrAfter", "2026-05-02",
                "endsOnOrBefore", "2026-05-03",
                "text", "lis");

        Page first = page("first", 1, "filter", filter);
        Page second = page("first", 1, "filter", filter, "after", first.end);

        assertThat(first.total).isEqualTo(2);
        assertThat(first.hasNext).isTrue();
        assertThat(second.total).isEqualTo(2);
        assertThat(second.hasNext).isFalse();
        assertThat(second.ids).hasSize(1).doesNotContainAnyElementsOf(first.ids);
        assertThat(page("first", 1).total).isEqualTo(27);
    }

    @Test
    void refusesCursorsOfAnotherOrder() {
        createTrips(TripOrder.START_DATE_DESC);

        for (TripOrder from : TripOrder.values()) {
            String cursor = page("first", 1, "orderBy", from).end;
            for (TripOrder to : TripOrder.values()) {
                if (from != to) {
                    send("first", 1, "after", cursor, "orderBy", to).blames("after");
                    send("last", 1, "before", cursor, "orderBy", to).blames("before");
                }
            }
        }
    }

    @Test
    void refusesCursorsOfAnotherList() {
        Wire wire = Wire.of(port, ada);
        wire.send("mutation { startChatSession(input: {}) { chatSession { id } } }");
        String cursor = wire.send("{ chatSessions { pageInfo { endCursor } } }").at("/chatSessions/pageInfo/endCursor");

        send("first", 1, "after", cursor).blames("after");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "%%%", "c3RhcnQ", "AAAA", "null", "\uD83D\uDE00", "____"})
    void refusesBrokenCursors(String cursor) {
        send("first", 1, "after", cursor).blames("after");
        send("last", 1, "before", cursor).blames("before");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-01-01|x",
                "infinity'|1",
                "-infinity|1",
                "today|1",
                "2026-13-01|1",
                "+12000-01-01|1",
                "+999999999-12-31|1",
                "-0001-01-01|1",
                "0000-01-01|1",
                "2026-01-01|1|more",
                "2026-01-01'::date); drop table trips; --|1",
                "|1",
                "2026-01-01\u0000|1",
                "2026-01-01",
                "2026-01-01|",
                "2026-01-01|+1",
                "2026-01-01|1.5",
                "2026-01-01|1e3",
                "2026-01-01|\u0661",
                "2026-01-01|9223372036854775808",
                "2026-01-01|1; drop table trips",
                "2026-01-01|00000000-0000-0000-0000-000000000000"
            })
    void refusesForgedCursors(String position) {
        for (String name : List.of("start", "start-desc", "START_DATE_DESC")) {
            String plain = name + "|" + position;
            String cursor =
                    Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.UTF_8));

            send("first", 1, "after", cursor).blames("after");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-01-01T00:00:00+18:00", "-2026-01-01T00:00Z", "+12000-01-01T00:00Z", "infinity"})
    void refusesForgedMoments(String moment) {
        for (String name : List.of("created", "created-desc", "CREATED_AT_DESC")) {
            String plain = name + "|" + moment + "|1";
            String cursor =
                    Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.UTF_8));

            send("first", 1, "after", cursor, "orderBy", "CREATED_AT_DESC").blames("after");
        }
    }

    @Test
    void refusesPagesOfAnotherSize() {
        send("first", 0).blames("first");
        send("first", 101).blames("first");
        send("first", -1).blames("first");
        send("last", 0).blames("last");
        send("last", 101).blames("last");
        send("last", Integer.MIN_VALUE).blames("last");
        send("first", 2_147_483_648L).blames("first");
        send("first", "many").blames("first");
        assertThat(page("first", 100).ids).isEmpty();
        assertThat(page("last", 100).ids).isEmpty();
    }

    @Test
    void refusesToReadBothWaysAtOnce() {
        ada.createTrip("Oslo");
        String cursor = page("first", 1).end;

        send("first", 1, "last", 1).blames("last");
        send("first", 1, "before", cursor).blames("before");
        send("last", 1, "after", cursor).blames("last");
        send("after", cursor, "before", cursor).blames("before");
        send("first", 0, "last", 101).blames("first", "last", "last");
    }

    /** 25 trips, among them equal dates and none, some made by one document; their ids in the order. */
    private List<String> createTrips(TripOrder order) {
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

    private UUID create(String startDate) {
        return ada.createTrip(Map.of("title", "Meanwhile", "startDate", startDate));
    }

    private void delete(String id) {
        Wire.of(port, ada)
                .send("mutation ($id: ID!) { deleteTrip(id: $id) { deletedId } }", Map.of("id", id))
                .at("/deleteTrip/deletedId");
    }

    private List<String> titles(String filter, @Nullable Object value) {
        Map<String, @Nullable Object> fields = new HashMap<>();
        fields.put(filter, value);
        Wire.Answer answer = send("first", 100, "filter", fields);
        List<String> titles = answer.each("/trips/edges", "/node/title");
        assertThat(answer.at("/trips/totalCount")).isEqualTo(String.valueOf(titles.size()));
        return titles;
    }

    private Page page(@Nullable Object... variables) {
        return Page.of(send(variables));
    }

    /** Names and values in turn. */
    private Wire.Answer send(@Nullable Object... variables) {
        Map<String, @Nullable Object> named = new HashMap<>();
        for (int i = 0; i < variables.length; i += 2) {
            named.put(String.valueOf(variables[i]), variables[i + 1]);
        }
        return Wire.of(port, ada).send(TRIPS, named);
    }

    private record Page(
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
