package com.tripsage.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the gateway refuses, under which code, and which path it blames. */
class InputTests extends RunningGateway {

    private static final String CREATE =
            "mutation ($input: CreateTripInput!) { createTrip(input: $input) { trip { id metadata } } }";

    private static final String TRIP = "query ($id: ID!) { trip(id: $id) { id } }";

    private static final int MAX_LENGTH = 32_768;

    Wire wire;

    @BeforeEach
    void arrive() {
        wire = Wire.of(port, Traveller.known(port));
    }

    /** PostgreSQL's own parser takes minutes for these, or goes one level deeper at each piece until its stack ends. */
    @ParameterizedTest
    @ValueSource(strings = {"a1@", "1-a-", "a.b/", "<a ", "0x1f-"})
    void takesTextsThatAreOneEndlessWord(String piece) {
        String description = piece.repeat(99_000 / piece.length());
        Wire.Answer answer = wire.send(CREATE, Map.of("input", Map.of("title", "Oslo", "description", description)));
        assertThat(answer.at("/createTrip/trip/id")).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "'budget': {'amount': 1, 'currency': 'ABC'}; input.budget.currency",
                "'budget': {'amount': 1, 'currency': 7}; input.budget.currency",
                "'budget': {'amount': -0.01}; input.budget.amount",
                "'budget': {'amount': 1.001}; input.budget.amount",
                "'budget': {'amount': 1000000000000000}; input.budget.amount",
                "'budget': {'amount': '12'}; input.budget.amount",
                "'budget': {'amount': true}; input.budget.amount",
                "'budget': {}; input.budget.amount",
                "'budget': 7; input.budget",
                "'status': 'PLANED'; input.status",
                "'status': 'planning'; input.status",
                "'status': null; input.status",
                "'startDate': '2026-05-02', 'endDate': '2026-05-01'; input.endDate",
                "'startDate': '2026-02-30'; input.startDate",
                "'startDate': '2026-5-1'; input.startDate",
                "'startDate': 20260501; input.startDate",
                "'startDate': '+10000-01-01'; input.startDate",
                "'startDate': '0000-12-31'; input.startDate",
                "'startDate': 'infinity'; input.startDate",
                "'startDate': '2026-05-01T00:00:00Z'; input.startDate",
                "'title': null; input.title",
                "'title': 7; input.title",
                "'title': ['a', 'b']; input.title",
                "'title': {}; input.title",
                "'description': 1.5; input.description",
                "'startDate': []; input.startDate",
                "'status': 7; input.status",
                "'status': []; input.status",
                "'budget': {'amount': []}; input.budget.amount",
                "'accommodations': [{'name': 'Casa', 'coordinates': {'latitude': {}, 'longitude': 0}}];"
                        + " input.accommodations[0].coordinates.latitude",
                "'title': ''; input.title",
                "'title': '\\u00a0'; input.title",
                "'title': '\\u200b\\ufeff \\u2060'; input.title",
                "'accommodations': [{'name': '\\u3000\\u2800'}]; input.accommodations[0].name",
                "'title': 'a\\u0000b'; input.title",
                "'title': 'half \\ud800'; input.title",
                "'title': '\\udc00\\ud800'; input.title",
                "'metadata': {'a': ['fine', 'not \\u0000']}; input.metadata.a[1]",
                "'metadata': {'a': {'\\u0000': 1}}; input.metadata.a",
                "'destinations': ['\\ud83d']; input.destinations[0]",
                "'nonsense': 1; input.nonsense",
                "'flights': [{'departureAirport': 'TWELVE CHARS'}]; input.flights[0].departureAirport",
                "'flights': {'flightNumber': 'MORE THAN TWENTY CHARS'}; input.flights[0].flightNumber",
                "'flights': [{}, null]; input.flights[1]",
                "'flights': [{}, {'status': 'LOST'}]; input.flights[1].status",
                "'flights': [{'departureTime': 'noon'}]; input.flights[0].departureTime",
                "'accommodations': [{}]; input.accommodations[0].name",
                "'accommodations': [{'name': 'Casa', 'coordinates': {'latitude': 91, 'longitude': 0}}];"
                        + " input.accommodations[0].coordinates.latitude",
            })
    void blamesTheVariable(String fields, String path) {
        wire.send(
                        CREATE,
                        "{\"input\":{\"title\":\"Oslo\",%s}}"
                                .formatted(fields.replace('\'', '"'))
                                .replace("\"title\":\"Oslo\",\"title\"", "\"title\""))
                .blames(path);

        assertThat(wire.send("{ trips { totalCount } }").at("/trips/totalCount"))
                .isEqualTo("0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "budget: { amount: 1, currency: \"ABC\" }",
                "budget: { amount: 1, currency: EUR }",
                "budget: { amount: \"12\" }",
                "budget: { amount: true }",
                "budget: {}",
                "status: PLANED",
                "status: \"PLANNING\"",
                "flights: 7",
                "budget: [\"x\"]",
                "status: null",
                "startDate: \"2026-02-30\"",
                "startDate: \"x' with value 'y\"",
                "startDate: 20260501",
                "title: 7",
                "title: null",
                "nonsense: 1",
                "nonsense: [{ a: \"' is not\" }]",
                "flights: [{ status: LOST }]",
                "flights: [null]",
                "flights: [{ departureTime: \"noon\" }]",
                "accommodations: [{}]",
                "metadata: { a: 1e999999 }",
                "metadata: [[1e-999999]]",
                "metadata: { a: 1e99999 }",
                "metadata: { a: $undefined }"
            })
    void refusesTheLiteral(String fields) {
        wire.send("mutation { createTrip(input: { title: \"Oslo\", %s }) { trip { id } } }"
                        .formatted(fields)
                        .replace("title: \"Oslo\", title:", "title:"))
                .isInvalid();

        assertThat(wire.send("{ trips { totalCount } }").at("/trips/totalCount"))
                .isEqualTo("0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "startDate: \"2026-05-02\", endDate: \"2026-05-01\"; input.endDate",
                "budget: { amount: -1 }; input.budget.amount",
                "budget: { amount: 1e999999 }; input.budget.amount",
                "budget: { amount: 1e-999999 }; input.budget.amount",
                "budget: { amount: 0.001 }; input.budget.amount",
                "description: \"\\u0000\"; input",
                "metadata: { a: \"\\u0000\" }; input",
                "flights: [{ departureAirport: \"TWELVE CHARS\" }]; input.flights[0].departureAirport",
                "accommodations: [{ name: \"\" }]; input.accommodations[0].name",
                "accommodations: [{ name: \"a\", coordinates: { latitude: 1e99, longitude: 0 } }];"
                        + " input.accommodations[0].coordinates.latitude"
            })
    void blamesTheLiteral(String fields, String path) {
        wire.send("mutation { createTrip(input: { title: \"Oslo\", %s }) { trip { id } } }".formatted(fields))
                .blames(path);

        assertThat(wire.send("{ trips { totalCount } }").at("/trips/totalCount"))
                .isEqualTo("0");
    }

    @Test
    void refusesLongText() {
        wire.send(CREATE, Map.of("input", Map.of("title", "x".repeat(300)))).blames("input.title");
        wire.send("mutation { createTrip(input: { title: \"%s\" }) { trip { id } } }".formatted("x".repeat(300)))
                .blames("input.title");
        wire.send(CREATE, Map.of("input", Map.of("title", "Oslo", "description", "x".repeat(100_001))))
                .blames("input.description");
        wire.send(CREATE, Map.of("input", Map.of("title", "Oslo", "description", "x".repeat(100_000))))
                .at("/createTrip/trip/id");
        wire.send("query ($filter: TripFilter) { trips(filter: $filter) { totalCount } }", """
                        {"filter":{"text":"%s"}}""".formatted(
                                "x".repeat(201)))
                .blames("filter.text");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"\"",
                "\"1\"",
                "\"1-1-1-1-1\"",
                "7",
                "true",
                "{}",
                "null",
                "\"{0510a000-0000-4000-8000-000000000000}\"",
                "\"0510a000-0000-4000-8000-00000000000g\"",
                "\"0510a000-0000-4000-8000-0000000000000\"",
                "\" 0510a000-0000-4000-8000-000000000000\"",
                "\"0510a000000040008000000000000000\"",
                "\"' or true --\""
            })
    void refusesWhatIsNoId(String id) {
        for (String query : List.of(
                TRIP,
                "query ($id: ID!) { node(id: $id) { id } }",
                "query ($id: ID!) { chatSession(id: $id) { id } }",
                "mutation ($id: ID!) { deleteTrip(id: $id) { deletedId } }",
                "mutation ($id: ID!) { removeFlight(id: $id) { deletedId } }")) {
            wire.send(query, "{\"id\":%s}".formatted(id)).blames("id");
        }
        wire.send("mutation ($input: UpdateTripInput!) { updateTrip(input: $input) { trip { id } } }", """
                        {"input":{"id":%s,"title":"x"}}""".formatted(
                                id))
                .blames("input.id");
        if (!id.equals("{}")) {
            wire.send("{ trip(id: %s) { id } }".formatted(id)).isInvalid();
        }
    }

    @Test
    void takesIdsInAnyCase() {
        String id = wire.send(CREATE, Map.of("input", Map.of("title", "Oslo"))).at("/createTrip/trip/id");

        assertThat(wire.send(TRIP, Map.of("id", id.toUpperCase(Locale.ROOT))).at("/trip/id"))
                .isEqualTo(id);
    }

    @Test
    void findsNothingOfSomebodyElse() {
        UUID id = Traveller.known(port).createTrip("Oslo");

        assertThat(wire.send(TRIP, Map.of("id", id)).at("/trip")).isEqualTo("null");
        wire.send("mutation ($id: ID!) { deleteTrip(id: $id) { deletedId } }", Map.of("id", id))
                .isRefused("NOT_FOUND");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e999999", "-1e999999", "1e-999999", "1E+2147483647"})
    void refusesNumbersBeyondReason(String number) {
        for (String fields : List.of(
                "\"budget\":{\"amount\":%s}",
                "\"metadata\":{\"a\":[%s]}",
                "\"accommodations\":[{\"name\":\"a\",\"coordinates\":{\"latitude\":%s,\"longitude\":0}}]")) {
            wire.send(CREATE, "{\"input\":{\"title\":\"Oslo\",%s}}".formatted(fields.formatted(number)))
                    .isRefused("BAD_USER_INPUT");
        }
        wire.send("query ($first: Int) { trips(first: $first) { totalCount } }", "{\"first\":%s}".formatted(number))
                .isRefused("BAD_USER_INPUT");
        wire.send("{ trips(first: %s) { totalCount } }".formatted(number)).isInvalid();
    }

    @Test
    void refusesTooManyDigits() {
        String digits = "1".repeat(1000);
        String fraction = "1".repeat(400);

        wire.send(CREATE, "{\"input\":{\"title\":\"Oslo\",\"budget\":{\"amount\":%s}}}".formatted(digits))
                .blames("input.budget.amount");
        assertThat(wire.send(
                                CREATE,
                                "{\"input\":{\"title\":\"Oslo\",\"metadata\":[%s,0.%s]}}".formatted(digits, fraction))
                        .at("/createTrip/trip/metadata"))
                .isEqualTo("[%s,0.%s]".formatted(digits, fraction));
        wire.send(CREATE, "{\"input\":{\"title\":\"Oslo\",\"metadata\":[%s1]}}".formatted(digits))
                .isRefused("BAD_USER_INPUT");
    }

    @Test
    void knowsALongListOfNumbersByItsType() {
        String numbers = "[1.10,12345678901234567890" + ",-2e-5".repeat(2000) + "]";
        String first = "query ($first: Int) { trips(first: $first) { totalCount } }";

        assertThat(wire.send(CREATE, "{\"input\":{\"title\":\"Oslo\",\"metadata\":{\"a\":%s}}}".formatted(numbers))
                        .at("/createTrip/trip/metadata/a"))
                .startsWith("[1.10,12345678901234567890,-0.00002,")
                .hasSize("1.10,12345678901234567890".length() + 2000 * ",-0.00002".length() + 2);
        wire.send(CREATE, "{\"input\":{\"title\":%s}}".formatted(numbers)).blames("input.title");
        wire.send(CREATE, "{\"input\":%s}".formatted(numbers)).blames("input");
        wire.send(first, "{\"first\":%s}".formatted(numbers)).blames("first");
        wire.send(first, numbers).isRefused("BAD_USER_INPUT");
        for (String number : List.of("1e999999", "1".repeat(1001))) {
            wire.send(first, "{\"first\":[%s%s]}".formatted("1,".repeat(2000), number))
                    .isRefused("BAD_USER_INPUT");
        }
    }

    @Test
    void blamesAllVariablesAtOnce() {
        wire.send(CREATE, """
                        {"input":{"budget":{"amount":"x","currency":"ABC"},"status":"LOST","startDate":"x","nonsense":1,
                         "flights":[{"price":{"amount":1,"currency":"?"}},7],"accommodations":[{}]}}""")
                .blames(
                        "input.title",
                        "input.budget.amount",
                        "input.budget.currency",
                        "input.status",
                        "input.startDate",
                        "input.nonsense",
                        "input.flights[0].price.currency",
                        "input.flights[1]",
                        "input.accommodations[0].name");
        wire.send(CREATE, """
                        {"input":{"title":" ","description":"%s","startDate":"2026-05-02","endDate":"2026-05-01",
                         "budget":{"amount":-0.001},"flights":[{"airline":"%s"}]}}""".formatted("x".repeat(100_001), "x".repeat(101)))
                .blames(
                        "input.title",
                        "input.description",
                        "input.endDate",
                        "input.budget.amount",
                        "input.budget.amount",
                        "input.flights[0].airline");
        wire.send(
                        "query ($a: ID!, $b: TripOrder!, $c: Int!) { trip(id: $a) { id } trips(first: $c, orderBy: $b) { totalCount } }",
                        "{\"a\":\"x\",\"b\":\"X\"}")
                .blames("a", "b", "c");
        wire.send(CREATE, "{\"input\":{\"title\":\"\\u0000\",\"metadata\":[\"\\ud800\"],\"description\":\"\\u0000\"}}")
                .blames("input.title", "input.metadata[0]", "input.description");
    }

    @Test
    void refusesVariablesThatDoNotFit() {
        String pages = "query ($first: Int) { trips(first: $first) { totalCount } }";
        for (String number : List.of("1.5", "[]", "{}", "true", "\"1\"", "12345678901234567890")) {
            wire.send(pages, "{\"first\":%s}".formatted(number)).blames("first");
        }
        wire.send(CREATE, "{}").blames("input");
        wire.send(CREATE, "{\"input\":null}").blames("input");
        wire.send(CREATE, "{\"input\":\"x\"}").blames("input");
        wire.send(CREATE, "{\"input\":[]}").blames("input");
        wire.send(CREATE, "{\"input\":{\"title\":\"Oslo\",\"metadata\":{\"half \\udfff\":1}}}")
                .isRefused("BAD_USER_INPUT");
        wire.send(CREATE, "[]").isRefused("BAD_USER_INPUT");
        wire.send(CREATE, "\"x\"").isRefused("BAD_USER_INPUT");
        wire.send("query ($id: String!) { trip(id: $id) { id } }", "{\"id\":\"x\"}")
                .isInvalid();
        wire.send("query ($id: Nonsense!) { trip(id: $id) { id } }", "{\"id\":\"x\"}")
                .isInvalid();
        wire.send("query ($id: ID! = \"x\") { trip(id: $id) { id } }").isInvalid();
        wire.send("query ($id: ID!, $unused: Int) { trip(id: $id) { id } }", "{\"id\":\"x\"}")
                .isInvalid();
    }

    @Test
    void countsTheDocumentsCharactersBeforeItReadsThem() {
        wire.send("{".repeat(MAX_LENGTH + 1)).isRefused("QUERY_TOO_COMPLEX");
        wire.send("{ viewer { id } }" + " ".repeat(MAX_LENGTH)).isRefused("QUERY_TOO_COMPLEX");
        wire.send("1".repeat(1_000_000)).isRefused("QUERY_TOO_COMPLEX");

        String longest = "{ viewer { id } } #".concat("é".repeat(MAX_LENGTH - 19));
        assertThat(longest).hasSize(MAX_LENGTH);
        assertThat(wire.send(longest).at("/viewer/id")).isNotBlank();
        wire.send(longest + "é").isRefused("QUERY_TOO_COMPLEX");
    }

    @Test
    void refusesWhatItCannotParse() {
        for (String document : List.of(
                "",
                " ",
                "{",
                "{ viewer { id }",
                "{ viewer(: 1) { id } }",
                "query { viewer { id } } }",
                "nonsense",
                "{ trip(id: \"\\ud800\") { id } }",
                "{ trip(id: \"\\x\") { id } }",
                "{ a(b: 1) { c } } ]")) {
            wire.send(document).isRefused("GRAPHQL_PARSE_FAILED");
        }
    }

    @Test
    void refusesDeepDocuments() {
        assertThat(wire.send(nested(12)).at("/trips/edges")).isEqualTo("[]");
        wire.send(nested(13)).isRefused("QUERY_TOO_COMPLEX");
        wire.send(nested(60)).isRefused("QUERY_TOO_COMPLEX");
    }

    @Test
    void refusesDepthThatFragmentsHide() {
        wire.send("""
                        { trips(first: 1) { edges { node { ...A } } } }
                        fragment A on Trip { flights { trip { flights { trip { ...B } } } } }
                        fragment B on Trip { flights { trip { flights { trip { ...C } } } } }
                        fragment C on Trip { flights { trip { flights { trip { id } } } } }
                        """).isRefused("QUERY_TOO_COMPLEX");
    }

    @Test
    void refusesWideDocuments() {
        assertThat(wire.send("{ viewer { " + "id ".repeat(499) + "} }").at("/viewer/id"))
                .isNotBlank();
        wire.send("{ viewer { " + "id ".repeat(500) + "} }").isRefused("QUERY_TOO_COMPLEX");
    }

    @Test
    void refusesBombsInTime() {
        String fragments = IntStream.range(0, 60)
                .mapToObj(i -> "fragment F%d on Query { a%d: viewer { id } ...F%d b%d: viewer { id } ...F%d }"
                        .formatted(i, i, i + 1, i, i + 1))
                .collect(Collectors.joining("\n"));
        String doubling = "{ ...F0 }\n" + fragments + "\nfragment F60 on Query { viewer { id } }";
        String same = "{ viewer { " + "id ".repeat(10_000) + "} }";
        String sameObjects = "{ " + "viewer { id } ".repeat(2_000) + "}";
        String nestedObjects = "{ " + "trips { edges { node { flights { trip { id } } } } } ".repeat(500) + "}";
        String inline = "{ viewer { " + "... { ".repeat(100) + "id" + " }".repeat(100) + " } }";

        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
            for (String document : List.of(doubling, same, sameObjects, nestedObjects)) {
                wire.send(document).isRefused("QUERY_TOO_COMPLEX");
            }
            assertThat(wire.send(inline).at("/viewer/id")).isNotBlank();
        });
    }

    @Test
    void refusesFragmentsThatGoInCircles() {
        wire.send("{ viewer { ...A } } fragment A on User { id ...A }").isInvalid();
        wire.send("{ viewer { ...A } } fragment A on User { ...B } fragment B on User { ...A }")
                .isInvalid();
        wire.send("""
                        { trips(first: 1) { edges { node { ...A } } } }
                        fragment A on Trip { flights { trip { ...A } } }""").isInvalid();
    }

    @Test
    void refusesWhatTheSchemaDoesNotKnow() {
        for (String document : List.of(
                "{ nonsense }",
                "{ viewer { password } }",
                "{ viewer }",
                "{ viewer { id { id } } }",
                "{ trips(firsts: 1) { totalCount } }",
                "{ trip { id } }",
                "{ viewer { id @nonsense } }",
                "{ viewer { ... on Trip { id } } }",
                "{ viewer { a: id a: email } }",
                "subscription { viewer { id } }",
                "query A { viewer { id } } query A { viewer { id } }",
                "type Trip { id: ID }")) {
            wire.send(document).isInvalid();
        }
    }

    @Test
    void leavesNothingOfAMutationThatFailsLater() {
        Wire.Answer answer = wire.send("""
                mutation ($nowhere: ID!) {
                  updateViewer(input: { profile: { displayName: "Ada" } }) { viewer { profile } }
                  createTrip(input: { title: "Oslo" }) { trip { id } }
                  deleteTrip(id: $nowhere) { deletedId }
                }""", Map.of("nowhere", UUID.randomUUID()));

        answer.isRefused("NOT_FOUND");
        assertThat(answer.body()).contains("\"data\":null", "\"path\":[\"deleteTrip\"]");
        assertThat(wire.send("{ viewer { profile version } trips { totalCount } }")
                        .at(""))
                .isEqualTo("{\"viewer\":{\"profile\":{},\"version\":1},\"trips\":{\"totalCount\":0}}");
    }

    @Test
    void seesWhatEarlierFieldsOfAMutationWrote() {
        String id = wire.send(CREATE, Map.of("input", Map.of("title", "Oslo"))).at("/createTrip/trip/id");

        Wire.Answer answer = wire.send("""
                mutation ($id: ID!) {
                  a: addFlight(input: { tripId: $id, flight: { flightNumber: "A" } }) { flight { trip { flights { flightNumber } } } }
                  b: updateTrip(input: { id: $id, title: "Bergen" }) { trip { title flights { flightNumber } } }
                  c: addFlight(input: { tripId: $id, flight: {} }) { flight { trip { title version flights { flightNumber } } } }
                }""", Map.of("id", id));

        assertThat(answer.each("/a/flight/trip/flights", "/flightNumber")).containsExactly("A");
        assertThat(answer.at("/b/trip/title")).isEqualTo("Bergen");
        assertThat(answer.at("/c/flight/trip/title")).isEqualTo("Bergen");
        assertThat(answer.at("/c/flight/trip/version")).isEqualTo("2");
        assertThat(answer.each("/c/flight/trip/flights", "/flightNumber")).hasSize(2);
    }

    /** A trip of the list and so many levels below it. */
    private static String nested(int levels) {
        int pairs = (levels - 1) / 2;
        String inside = levels - 2 * pairs == 1 ? "id" : "flights { id }";
        return "{ trips(first: 1) { edges { node { " + "flights { trip { ".repeat(pairs) + inside + " } }".repeat(pairs)
                + " } } } }";
    }
}
