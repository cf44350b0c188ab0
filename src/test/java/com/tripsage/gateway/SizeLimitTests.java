package com.tripsage.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** How much one operation may read, write and answer, where it may answer 2 MB and write 300 kB more than was sent. */
@TestPropertySource(
        properties = {
            "gateway.limits.cost=1000000",
            "gateway.limits.answer-size=2MB",
            "gateway.limits.written-size=300KB",
            "gateway.limits.text-length=10000000",
            "gateway.limits.json-size=200KB",
            "gateway.limits.errors=20"
        })
class SizeLimitTests extends OneTraveller {

    private static final String TEXT = "é".repeat(50_000) + "a".repeat(50_000);

    @AfterEach
    void allIsGivenBack() {
        await().untilAsserted(() -> assertThat(
                        meters.find("gateway.memory.budget.held").gauges())
                .allSatisfy(gauge -> assertThat(gauge.value()).isZero()));
    }

    @Test
    void manyNamesForOneListAreRefusedWithoutAnAnswer() {
        tripsWithTexts(5);

        assertThat(wire.send(named(2, "trips(first: 5) { edges { node { description } } }"))
                        .each("/f0/edges", "/node/description"))
                .hasSize(5)
                .allMatch(TEXT::equals);
        wire.send(named(25, "trips(first: 5) { edges { node { description } } }"))
                .isRefused("QUERY_TOO_COMPLEX");
    }

    @Test
    void manyNamesForOneTextAreRefused() {
        UUID trip = ada.createTrip(Map.of("title", "Long", "description", TEXT));

        wire.send("{ trip(id: \"%s\") %s }".formatted(trip, named(10, "description")))
                .at("/trip/f9");
        wire.send("{ trip(id: \"%s\") %s }".formatted(trip, named(25, "description")))
                .isRefused("QUERY_TOO_COMPLEX");
    }

    @Test
    void manySmallValuesAreRefused() {
        String flights = IntStream.range(0, 200)
                .mapToObj(n -> "{ airline: \"TP\", flightNumber: \"TP%d\" }".formatted(n))
                .collect(Collectors.joining(",", "[", "]"));
        for (int n = 0; n < 8; n++) {
            wire.send("mutation { createTrip(input: { title: \"T\", flights: %s }) { trip { id } } }"
                            .formatted(flights))
                    .at("/createTrip");
        }
        String trips = "trips(first: %d) { edges { node { flights { id airline flightNumber status createdAt } } } }";

        wire.send("{ %s }".formatted(trips.formatted(2))).at("/trips");
        wire.send(named(20, trips.formatted(8))).isRefused("QUERY_TOO_COMPLEX");
    }

    /** Of rows that another program has made. */
    @Test
    void rowsThatAreTooLargeAreNotReadAndCostNobodyElseTheConnection() {
        UUID trip = ada.createTrip("Large");
        Superuser.of(environment)
                .sql("update trips set metadata = jsonb_build_object('a', repeat('x', 20000000)) where id = ?")
                .param(trip)
                .update();

        for (int n = 0; n < 20; n++) {
            wire.send("{ trip(id: \"%s\") { title metadata } }".formatted(trip)).isRefused("QUERY_TOO_COMPLEX");
        }
        assertThat(wire.send("{ trip(id: \"%s\") { title } }".formatted(trip)).at("/trip/title"))
                .isEqualTo("Large");
        Traveller bob = Traveller.known(port);
        assertThat(Wire.of(port, bob).send("{ trips { totalCount } }").at("/trips/totalCount"))
                .isEqualTo("0");
    }

    @Test
    void aMutationWithTooLargeAnAnswerLeavesNothing() {
        UUID trip = ada.createTrip(Map.of("title", "Before", "description", TEXT));

        wire.send("mutation { updateTrip(input: { id: \"%s\", title: \"After\" }) { trip %s } }"
                        .formatted(trip, named(25, "description")))
                .isRefused("QUERY_TOO_COMPLEX");

        assertThat(wire.send("{ trip(id: \"%s\") { title } }".formatted(trip)).at("/trip/title"))
                .isEqualTo("Before");
    }

    @Test
    void oneTextInManyPlacesIsNotWrittenManyTimes() {
        String create = "createTrip(input: { title: \"T\", description: $text }) { trip { id } }";

        wire.send("mutation ($text: String) " + named(20, create), Map.of("text", TEXT))
                .isRefused("QUERY_TOO_COMPLEX");
        wire.send(
                        "mutation ($json: JSON) " + named(20, create.replace("description: $text", "metadata: $json")),
                        Map.of("json", Map.of("a", TEXT)))
                .isRefused("QUERY_TOO_COMPLEX");
        assertThat(wire.send("{ trips { totalCount } }").at("/trips/totalCount"))
                .isEqualTo("0");

        wire.send("mutation ($text: String) " + named(1, create), Map.of("text", TEXT))
                .at("/f0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e400", "-1E-399", "1e99", "1.5e-300"})
    void numbersCountWithAllTheirDigits(String number) {
        String metadata = "{\"input\":{\"title\":\"T\",\"metadata\":{\"a\":[%s]}}}";
        String create = "mutation ($input: CreateTripInput!) { createTrip(input: $input) { trip { metadata } } }";

        wire.send(create, metadata.formatted(String.join(",", Collections.nCopies(3000, number))))
                .blames("input.metadata");
        wire.send(create, metadata.formatted(String.join(",", Collections.nCopies(300, number))))
                .at("/createTrip/trip/metadata/a/299");
    }

    @Test
    void literalNumbersToo() {
        String numbers = String.join(",", Collections.nCopies(2000, "1e400"));

        Wire.Answer answer =
                wire.send("mutation { createTrip(input: { title: \"T\", metadata: { a: [%s] } }) { trip { id } } }"
                        .formatted(numbers));

        assertThat(answer.codes()).isNotEmpty();
        assertThat(answer.body()).hasSizeLessThan(10_000).contains("characters when it is written out");
    }

    @Test
    void anErrorTellsSomeViolationsAndHowManyMoreThereAre() {
        String add = "mutation ($inputs: [AddMemoryInput!]!) { addMemories(inputs: $inputs) { outcomes } }";
        List<Map<String, String>> wrong = Collections.nCopies(300, Map.of("kind", "x".repeat(1000), "wrong", "y"));

        tellsSome(wire.send(add, Map.of("inputs", wrong)), 300 * 3);
        tellsSome(
                wire.send(add, Map.of("inputs", Collections.nCopies(300, Map.of("kind", "INSIGHT", "text", "")))), 300);
        tellsSome(
                wire.send(add, Map.of("inputs", Collections.nCopies(300, Map.of("kind", "INSIGHT", "text", "\0")))),
                300);
    }

    private void tellsSome(Wire.Answer answer, int all) {
        answer.isRefused("BAD_USER_INPUT");
        JsonNode extensions = answer.json().at("/errors/0/extensions");
        assertThat(extensions.path("violations")).hasSize(20);
        assertThat(extensions.path("moreViolations").intValue()).isEqualTo(all - 20);
        assertThat(answer.body()).hasSizeLessThan(20_000);
    }

    @Test
    void anAnswerTellsSomeErrorsAndHowManyMoreThereAre() {
        String unknown = IntStream.range(0, 45).mapToObj(n -> "unknown" + n).collect(Collectors.joining(" "));

        Wire.Answer answer = wire.send("{ " + unknown + " }");

        assertThat(answer.codes()).hasSize(21).containsOnly("GRAPHQL_VALIDATION_FAILED");
        assertThat(answer.json().at("/errors/20/message").stringValue()).isEqualTo("25 more errors are not shown");
    }

    private void tripsWithTexts(int count) {
        for (int n = 0; n < count; n++) {
            ada.createTrip(Map.of("title", "Long", "description", TEXT));
        }
    }

    /** A selection of so many fields that are the same but for their names. */
    private static String named(int count, String field) {
        return IntStream.range(0, count)
                .mapToObj(n -> "f" + n + ": " + field)
                .collect(Collectors.joining(" ", "{ ", " }"));
    }
}
