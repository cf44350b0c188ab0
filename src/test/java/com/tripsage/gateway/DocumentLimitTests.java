package com.tripsage.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a document may ask for, and that what is too much is refused before it costs anything. */
class DocumentLimitTests extends OneTraveller {

    /** Documents of a few hundred characters that are billions of fields once they are expanded. */
    static List<String> bombs() {
        return List.of(
                doubling("Query", "__typename", "{ ...F0 }"),
                doubling("Query", "viewer { id }", "{ ...F0 ...F0 }"),
                doubling("User", "id", "{ viewer { ...F0 } }"),
                doubling("__Schema", "__typename", "{ __schema { ...F0 } }"),
                doubling("Mutation", "__typename", "mutation { ...F0 }"),
                doubling("Subscription", "tripEvents { kind }", "subscription { ...F0 }"),
                doubling("TripEvent", "kind", "subscription { tripEvents { ...F0 } }"),
                // what no operation uses is validated, too
                doubling("User", "id", "{ viewer { id } }"),
                "{ ...F0 } "
                        + list(
                                30,
                                n -> "fragment F" + n + " on Query { ... { ...F" + (n + 1)
                                        + " } ... @include(if: true) { ...F" + (n + 1) + " } } ")
                        + "fragment F30 on Query { __typename }",
                "{ ...F0 } "
                        + list(
                                12,
                                n -> "fragment F" + n + " on Query { "
                                        + list(50, a -> "a" + n + "x" + a + ": __typename ")
                                        + ("...F" + (n + 1) + " ").repeat(4) + "} ")
                        + "fragment F12 on Query { __typename }",
                "{ ...F0 } "
                        + list(
                                60,
                                n -> "fragment F" + n + " on Query { __typename "
                                        + list(60 - n, later -> "...F" + (n + later + 1) + " ") + "} ")
                        + "fragment F60 on Query { __typename }",
                "{ viewer { ...F0 } } "
                        + list(
                                20,
                                n -> "fragment F" + n + " on User { a: id ...F" + (n + 1) + " b: id ...F" + (n + 1)
                                        + " c: id ...F" + (n + 1) + " } ")
                        + "fragment F20 on User { id }",
                // each field is one more level, so that overlapping fields are compared on each of them
                "{ trips { edges { node { ...F0 } } } } "
                        + list(
                                25,
                                n -> "fragment F" + n + " on Trip { flights { trip { ...F" + (n + 1) + " ...F" + (n + 1)
                                        + " } } } ")
                        + "fragment F25 on Trip { id }");
    }

    private static String doubling(String type, String last, String operation) {
        return operation + " "
                + list(30, n -> "fragment F%d on %s { ...F%d ...F%d } ".formatted(n, type, n + 1, n + 1))
                + "fragment F30 on " + type + " { " + last + " }";
    }

    @ParameterizedTest
    @MethodSource("bombs")
    void refusesADocumentThatGrows(String bomb) {
        assertThat(wire.send(bomb).codes()).isNotEmpty().allMatch("QUERY_TOO_COMPLEX"::equals);
        assertThat(overALiveTransport(bomb)).isEqualTo("QUERY_TOO_COMPLEX");
    }

    @Test
    void takesFragmentsThatAreSpreadOften() {
        String document =
                "{ viewer { " + "...A ".repeat(100) + "} } fragment A on User { id ...B } fragment B on User { email }";

        assertThat(wire.send(document).at("/viewer/email")).isEqualTo(ada.email());
    }

    @Test
    void limitsTokens() {
        wire.send("{ " + "a ".repeat(9_999) + "}").isRefused("QUERY_TOO_COMPLEX");
        wire.send("{ trip(id: " + "[".repeat(1_000) + ") { id } }").isRefused("QUERY_TOO_COMPLEX");
        wire.send("{ a " + "{ a ".repeat(1_000)).isRefused("QUERY_TOO_COMPLEX");
    }

    @Test
    void limitsOperations() {
        String last = "query Last { viewer { id } }";

        assertThat(wire.send(list(49, n -> "query Q" + n + " { viewer { id } } ") + last)
                        .codes())
                .containsExactly("BAD_USER_INPUT"); // which of them?
        wire.send(list(50, n -> "query Q" + n + " { viewer { id } } ") + last).isRefused("QUERY_TOO_COMPLEX");
    }

    @Test
    void limitsFieldsAtTheRoot() {
        assertThat(wire.send("{ " + "viewer { id } ".repeat(50) + "}").at("/viewer/id"))
                .isNotBlank();
        wire.send("{ " + "viewer { id } ".repeat(51) + "}").isRefused("QUERY_TOO_COMPLEX");
        wire.send("{ " + "viewer { id } ".repeat(50) + "...A } fragment A on Query { node(id: 1) { id } }")
                .isRefused("QUERY_TOO_COMPLEX");
    }

    @Test
    void limitsAliasesOfOneField() {
        assertThat(wire.send("{ " + list(30, n -> "a" + n + ": viewer { id } ") + "}")
                        .at("/a29/id"))
                .isNotBlank();
        wire.send("{ " + list(31, n -> "a" + n + ": viewer { id } ") + "}").isRefused("QUERY_TOO_COMPLEX");
        wire.send("{ " + list(1_000, n -> "a" + n + ": viewer { id } ") + "}")
                .codes()
                .forEach(code -> assertThat(code).isEqualTo("QUERY_TOO_COMPLEX"));
        wire.send("{ viewer { ...A ...B } } fragment A on User { " + list(16, n -> "a" + n + ": id ")
                        + "} fragment B on User { " + list(15, n -> "b" + n + ": id ") + "}")
                .isRefused("QUERY_TOO_COMPLEX");
        wire.send("{ __schema { " + list(31, n -> "a" + n + ": types { name } ") + "} }")
                .isRefused("QUERY_TOO_COMPLEX");
    }

    @Test
    void limitsAliasesInAll() {
        assertThat(wire.send(aliases(200)).at("/viewer/a0id")).isNotBlank();
        wire.send(aliases(201)).isRefused("QUERY_TOO_COMPLEX");
    }

    /** Twenty at a time of as many fields as it takes. */
    private static String aliases(int count) {
        List<String> fields = List.of(
                "id",
                "email",
                "profile",
                "preferences",
                "createdAt",
                "updatedAt",
                "version",
                "authProvider",
                "apiKeyNames",
                "__typename");
        return "{ viewer { " + list(count, n -> "a" + n + fields.get(n % 10) + ": " + fields.get(n % 10) + " ") + "} }";
    }

    @Test
    void limitsDirectives() {
        String skipped = "id @skip(if: false) ";

        assertThat(wire.send("{ viewer { " + skipped.repeat(100) + "} }").at("/viewer/id"))
                .isNotBlank();
        wire.send("{ viewer { " + skipped.repeat(101) + "} }").isRefused("QUERY_TOO_COMPLEX");
        wire.send("{ viewer { " + "... @include(if: true) { id } ".repeat(101) + "} }")
                .isRefused("QUERY_TOO_COMPLEX");
    }

    @Test
    void limitsFieldsThatTellAboutTheSchema() {
        assertThat(wire.send("{ viewer { id " + "__typename ".repeat(500) + "} }")
                        .at("/viewer/__typename"))
                .isEqualTo("User");
        wire.send("{ viewer { id " + "__typename ".repeat(501) + "} }").isRefused("QUERY_TOO_COMPLEX");
    }

    @Test
    void limitsIntrospection() {
        assertThat(wire.send("{ __type(name: \"Trip\") { " + "ofType { ".repeat(18) + "name" + " }".repeat(18) + " } }")
                        .at("/__type/ofType"))
                .isEqualTo("null");
        wire.send("{ __type(name: \"Trip\") { " + "ofType { ".repeat(20) + "name" + " }".repeat(20) + " } }")
                .isRefused("QUERY_TOO_COMPLEX");
        wire.send("{ __schema { types { " + "fields { type { ".repeat(5) + "name" + " } }".repeat(5) + " } } }")
                .isRefused("QUERY_TOO_COMPLEX");
        assertThat(wire.send("{ __schema { types { fields { type { fields { name } } } } } }")
                        .at("/__schema/types/0"))
                .isNotBlank();
    }

    @Test
    void answersMoreThanOneQuestionAboutTheSchema() {
        Wire.Answer answer = wire.send(
                "{ a: __type(name: \"Trip\") { name } b: __type(name: \"Flight\") { name } __schema { queryType { name } } }");

        assertThat(answer.at("/a/name")).isEqualTo("Trip");
        assertThat(answer.at("/b/name")).isEqualTo("Flight");
        assertThat(answer.at("/__schema/queryType/name")).isEqualTo("Query");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mutation ($x: [AddMemoryInput!]!) { addMemories(inputs: $x) { outcomes } }",
                "mutation ($x: [AddMemoryInput!]! = []) { addMemories(inputs: $x) { outcomes } }"
            })
    void refusesAListByItsLength(String document) {
        String input = "{\"kind\":\"PREFERENCE\",\"text\":7}";

        Wire.Answer answer = wire.send(document, "{\"x\":[" + input + ("," + input).repeat(10_000) + "]}");

        answer.blames("x");
        assertThat(wire.send(document, "{\"x\":[" + input + ("," + input).repeat(499) + "]}")
                        .codes())
                .containsExactly("BAD_USER_INPUT"); // the texts are not texts
    }

    @Test
    void refusesAListWithinAnInputByItsLength() {
        String document = "query ($filter: TripFilter) { trips(filter: $filter) { totalCount } }";

        assertThat(wire.send(document, "{\"filter\":{\"status\":[\"BOOKED\"" + ",\"BOOKED\"".repeat(499) + "]}}")
                        .at("/trips/totalCount"))
                .isEqualTo("0");
        wire.send(document, "{\"filter\":{\"status\":[\"BOOKED\"" + ",\"BOOKED\"".repeat(500) + "]}}")
                .blames("filter.status");
    }

    @Test
    void limitsTheTextsOfAnOperationInAll() {
        String add = "mutation ($x: [AddMemoryInput!]!) { addMemories(inputs: $x) { outcomes } }";
        List<Map<String, String>> most =
                Collections.nCopies(500, Map.of("kind", "INSIGHT", "text", "x".repeat(1_000_000 / 500)));
        var more = new ArrayList<>(most.subList(0, 498));
        // 4,000 bytes
        more.add(Map.of("kind", "INSIGHT", "text", "é".repeat(1_780) + "ก".repeat(100) + "🧳".repeat(35)));
        more.add(Map.of("kind", "INSIGHT", "text", "x"));

        assertThat(wire.send(add, Map.of("x", most)).each("/addMemories/outcomes", ""))
                .hasSize(500)
                .startsWith("CREATED", "DUPLICATE");
        Wire.Answer answer = wire.send(add, Map.of("x", more));
        answer.isRefused("BAD_USER_INPUT");
        assertThat(answer.json().at("/errors/0/message").stringValue())
                .isEqualTo("The operation brings texts of 1000001 bytes; 1000000 is the most: send fewer at once");
    }

    @Test
    void countsATextWhereverItIsUsed() {
        String text = "x".repeat(20_000);
        String some = "addMemories(inputs: [" + list(8, n -> "{ kind: INSIGHT, text: $text } ") + "]) { outcomes }";
        String often = "addMemories(inputs: [" + list(70, n -> "{ kind: INSIGHT, text: $text } ") + "]) { outcomes }";

        wire.send("mutation ($text: String!) { " + often + " }", Map.of("text", text))
                .isRefused("BAD_USER_INPUT");
        wire.send("mutation ($text: String! = \"" + text + "\") { " + often + " }", Map.of())
                .isRefused("BAD_USER_INPUT");
        wire.send(
                        "mutation ($text: String!) { ...A }" + list(9, n -> " fragment F" + n + " on Mutation { ...L }")
                                + " fragment A on Mutation { " + list(9, n -> "...F" + n + " ")
                                + "} fragment L on Mutation { " + some + " }",
                        Map.of("text", text))
                .isRefused("BAD_USER_INPUT");
        assertThat(wire.send("mutation ($text: String!) { " + some + " }", Map.of("text", text))
                        .each("/addMemories/outcomes", ""))
                .hasSize(8);
    }

    /** Its words are kept with the trip and with the memory of it. */
    @Test
    void countsADescriptionOfATripTwice() {
        String text = "x".repeat(99_000);
        Map<String, ?> trip = Map.of("title", "Oslo", "description", text);
        List<String> names = IntStream.range(0, 6).mapToObj(n -> "t" + n).toList();

        assertThat(wire.send(trips(names.subList(0, 5)), same(names, trip)).at("/t4/trip/title"))
                .isEqualTo("Oslo");
        wire.send(trips(names.subList(0, 6)), same(names, trip)).isRefused("BAD_USER_INPUT");
        wire.send(
                        "mutation ($text: String) { "
                                + list(
                                        7,
                                        n -> "t" + n + ": createTrip(input: { title: \"Oslo\", description: $text })"
                                                + " { trip { title } } ")
                                + "}",
                        Map.of("text", text))
                .isRefused("BAD_USER_INPUT");
    }

    private static String trips(List<String> names) {
        return names.stream()
                .map(name -> name + ": createTrip(input: $" + name + ") { trip { title } }")
                .collect(Collectors.joining(
                        " ",
                        names.stream()
                                .map(name -> "$" + name + ": CreateTripInput!")
                                .collect(Collectors.joining(", ", "mutation (", ") { ")),
                        " }"));
    }

    private static Map<String, Object> same(List<String> names, Object value) {
        return names.stream().collect(Collectors.toMap(Function.identity(), _ -> value));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{ viewer { id email preferences } }; 1",
                "{ trips(first: 20) { edges { cursor node { id } } pageInfo { endCursor } totalCount } }; 21",
                "{ trips { edges { node { id } } } }; 21",
                "{ trips(first: 20) { edges { node { budget { amount } spent { amount } flights { id price { amount } } accommodations { id } } } pageInfo { endCursor } } }; 201",
                "{ trips(last: 3) { edges { node { flights { id price { amount } } } } } }; 16",
                "{ trips(first: 2) { edges { node { similarTrips { score } } } } }; 113",
                "query ($n: Int = 7) { trips(first: $n) { edges { node { id } } } }; 8",
                "{ trips(first: 3) { ...A } } fragment A on TripConnection { edges { ...B } } fragment B on TripEdge { node { id } }; 4",
                "mutation { addMemories(inputs: [{ kind: PREFERENCE, text: \"a\" }, { kind: PREFERENCE, text: \"b\" }]) { outcomes } }; 21",
                "{ __schema { queryType { name } } }; 0"
            })
    void tellsWhatAnOperationCosts(String document, int cost) {
        Wire.Answer answer = wire.sendAskingForTheCost(document, "{}");

        assertThat(answer.extension("/cost/operation")).isEqualTo(String.valueOf(cost));
        assertThat(answer.extension("/cost/maximum")).isEqualTo("10000");
    }

    @Test
    void countsTheCostWithTheVariables() {
        String document = "query ($n: Int) { trips(first: $n) { edges { node { id } } } }";

        assertThat(wire.sendAskingForTheCost(document, "{\"n\":50}").extension("/cost/operation"))
                .isEqualTo("51");
        assertThat(wire.sendAskingForTheCost(document, "{\"n\":null}").extension("/cost/operation"))
                .isEqualTo("21");
        assertThat(wire.sendAskingForTheCost(document, "{}").extension("/cost/operation"))
                .isEqualTo("21");
        assertThat(wire.send(document, "{\"n\":50}").body()).doesNotContain("extensions");
    }

    @Test
    void refusesWhatCostsTooMuch() {
        String document =
                "query ($n: Int!) { trips(first: $n) { edges { node { similarTrips(first: 46) { trip { id } } } } } }";

        assertThat(wire.sendAskingForTheCost(document, "{\"n\":69}").extension("/cost/operation"))
                .isEqualTo("9868");
        Wire.Answer refused = wire.sendAskingForTheCost(document, "{\"n\":70}");
        refused.isRefused("QUERY_TOO_COMPLEX");
        assertThat(refused.body()).contains("costs 10011");
        assertThat(refused.extension("/cost/operation")).isEqualTo("10011");
        assertThat(overALiveTransport("subscription { tripEvents { trip { "
                        + list(
                                8,
                                n -> "a" + n
                                        + ": similarTrips(first: 100) { trip { flights { trip { flights { id } } } } } ")
                        + "} } }"))
                .isEqualTo("QUERY_TOO_COMPLEX");
    }

    @Test
    void leavesTheRefusalOfWrongPagesToThePage() {
        wire.send("{ trips(first: 2147483647) { totalCount } }").isRefused("BAD_USER_INPUT");
        wire.send("{ trips(first: -1) { totalCount } }").isRefused("BAD_USER_INPUT");
    }

    /** In each place that has to have a value; with a default of the variable, or of the place. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "query ($x: Int = 5) { tripEventLog(first: $x) { hasMore } }",
                "query ($x: Boolean = true) { viewer { id @skip(if: $x) } }",
                "query ($x: Boolean = true) { viewer { id @include(if: $x) email } }",
                "query ($x: Boolean = true) { viewer { id ... @include(if: $x) { email } } }",
                "query ($x: Boolean = true) { viewer { id ...A @include(if: $x) } } fragment A on User { email }",
                "query ($x: Boolean = true) { __type(name: \"Trip\") { fields { name @skip(if: $x) } } }",
                "query ($x: ID = \"d2719b3e-5bd5-4b32-a5b3-6a2f9d5b8f4d\") { node(id: $x) { id } }",
                "query ($x: ID = \"d2719b3e-5bd5-4b32-a5b3-6a2f9d5b8f4d\") { trip(id: $x) { id } }",
                "query ($x: String = \"Trip\") { __type(name: $x) { name } }",
                "query ($x: SimilarTo = { text: \"sea\" }) { similarTrips(like: $x) { score } }",
                "query ($x: String = \"sea\") { similarTrips(like: { text: $x }) { score } }",
                "query ($x: TripStatus = BOOKED) { trips(filter: { status: [$x] }) { totalCount } }",
                "query ($x: String = \"sea\") { searchMemories(query: { text: $x }) { mode } }",
                "query ($x: SearchQuery = { text: \"sea\" }) { searchMemories(query: $x) { mode } }",
                "mutation ($x: String = \"Oslo\") { createTrip(input: { title: $x }) { trip { id } } }",
                "mutation ($x: TripStatus = BOOKED) { createTrip(input: { title: \"Oslo\", status: $x }) { trip { id } } }",
                "mutation ($x: TripStatus) { createTrip(input: { title: \"Oslo\", status: $x }) { trip { id } } }",
                "mutation ($x: Decimal = 1) { createTrip(input: { title: \"Oslo\", budget: { amount: $x } }) { trip { id } } }",
                "mutation ($x: FlightInput = {}) { createTrip(input: { title: \"Oslo\", flights: [$x] }) { trip { id } } }",
                "mutation ($x: CreateTripInput = { title: \"Oslo\" }) { createTrip(input: $x) { trip { id } } }",
                "mutation ($x: AddMemoryInput = { kind: PREFERENCE, text: \"a\" }) { addMemories(inputs: [$x]) { outcomes } }",
                "mutation ($x: [AddMemoryInput!] = []) { addMemories(inputs: $x) { outcomes } }"
            })
    void blamesANullThatADefaultLetPass(String document) {
        Map<String, @Nullable Object> variables = new HashMap<>();
        variables.put("x", null);

        wire.send(document, variables).blames("x");
        assertThat(wire.send("{ trips { totalCount } }").at("/trips/totalCount"))
                .isEqualTo("0");
    }

    @Test
    void takesADefaultWhereAVariableIsAbsent() {
        assertThat(wire.send("query ($x: Int = 5) { tripEventLog(first: $x) { hasMore } }")
                        .at("/tripEventLog/hasMore"))
                .isEqualTo("false");
        assertThat(wire.send(
                                "mutation ($x: TripStatus) { createTrip(input: { title: \"Oslo\", status: $x }) { trip { status } } }")
                        .at("/createTrip/trip/status"))
                .isEqualTo("PLANNING");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "subscription ($x: Boolean!) { tripEvents @include(if: $x) { kind } }",
                "subscription ($x: Boolean = false) { tripEvents @skip(if: $x) { kind } }",
                "subscription ($x: Boolean!) { ... @include(if: $x) { tripEvents { kind } } }",
                "subscription { tripEvents @include(if: false) { kind } }",
                "subscription { ...Nowhere }",
                "subscription { ... on Nothing { tripEvents { kind } } }",
                "subscription { ...A } fragment A on Nothing { tripEvents { kind } }",
                "subscription { ...A } fragment A on Subscription { ...A }",
                "subscription { ...A } fragment A on Query { viewer { id } }",
                "subscription { __typename }",
                "subscription { tripEvents { kind } a: tripEvents { kind } }",
                "subscription { tripEvents { kind } __typename }",
                "subscription { tripEvents(nonsense: 1) { kind } }",
                "subscription { nonsense }",
                "subscription { tripEvents }",
                "subscription ($x: Nothing) { tripEvents(tripId: $x) { kind } }"
            })
    void refusesASubscriptionThatIsNotValid(String document) {
        wire.send(document, Map.of("x", true)).isInvalid();
        assertThat(overALiveTransport(document)).isEqualTo("GRAPHQL_VALIDATION_FAILED");
        wire.send(document + " query Other { viewer { id } }").isInvalid();
    }

    private String overALiveTransport(String document) {
        return listen(ada, document).refusal();
    }

    private static String list(int count, IntFunction<String> element) {
        return IntStream.range(0, count).mapToObj(element).collect(Collectors.joining());
    }
}
