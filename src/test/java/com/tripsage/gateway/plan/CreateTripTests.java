package com.tripsage.gateway.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.RunningGateway;
import com.tripsage.gateway.Traveller;
import com.tripsage.gateway.Wire;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class CreateTripTests extends RunningGateway {

    private static final String CREATE = """
            mutation ($input: CreateTripInput!) {
              createTrip(input: $input) {
                trip { id metadata destinations flights { flightNumber rawData } accommodations { name amenities ratings } }
              }
            }""";

    Traveller ada;

    @BeforeEach
    void arrive() {
        ada = Traveller.known(port);
    }

    @Test
    void makesTwoHundredOfEach() {
        Wire.Answer answer = create(Map.of(
                "title",
                "Oslo",
                "flights",
                Collections.nCopies(200, Map.of("flightNumber", "SK802")),
                "accommodations",
                Collections.nCopies(200, Map.of("name", "Casa"))));

        assertThat(answer.each("/createTrip/trip/flights", "/flightNumber")).hasSize(200);
        assertThat(answer.each("/createTrip/trip/accommodations", "/name")).hasSize(200);
    }

    @Test
    void refusesTwoHundredAndOne() {
        create(Map.of(
                        "title",
                        "Oslo",
                        "flights",
                        Collections.nCopies(201, Map.of("flightNumber", "SK802")),
                        "accommodations",
                        Collections.nCopies(201, Map.of("name", "Casa"))))
                .blames("input.flights", "input.accommodations");

        assertThat(count()).isEqualTo("0");
    }

    @Test
    void makesAllOrNothing() {
        List<Map<String, Object>> flights = new ArrayList<>();
        flights.add(Map.of("departureAirport", "OSL"));
        flights.add(Map.of("departureAirport", "TWELVE CHARS"));
        flights.add(Map.of("price", Map.of("amount", -1)));

        create(Map.of(
                        "title",
                        "Oslo",
                        "flights",
                        flights,
                        "accommodations",
                        List.of(Map.of("name", "Casa"), Map.of("name", "", "type", "x".repeat(51)))))
                .blames(
                        "input.flights[1].departureAirport",
                        "input.flights[2].price.amount",
                        "input.accommodations[1].name",
                        "input.accommodations[1].type");

        assertThat(count()).isEqualTo("0");
    }

    @Test
    void leavesNothingOfAnEarlierFieldThatSucceeded() {
        Wire.of(port, ada)
                .send("""
                        mutation ($good: CreateTripInput!, $bad: CreateTripInput!) {
                          one: createTrip(input: $good) { trip { id } }
                          two: createTrip(input: $bad) { trip { id } }
                          three: createTrip(input: $good) { trip { id } }
                        }""", Map.of("good", Map.of("title", "Oslo"), "bad", Map.of("title", "")))
                .blames("input.title");

        assertThat(count()).isEqualTo("0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "\"text\"",
                "\"\"",
                "0",
                "-7",
                "true",
                "false",
                "[null]",
                "{\"a\":{\"b\":[null,{\"c\":null}]},\"\":[]}",
                "[123456789012345678901234567890, -0.10, 1.50, 1e20, 1E-20, 0.1000000000000000055511151231257827]",
                "{\"é 😀\":\"\\\"quoted\\\" \\\\ \\n \\u2028 \\u007f\",\"__proto__\":1,\"constructor\":{}}",
                "[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]"
            })
    void keepsJsonAsItIs(String json) {
        Wire.Answer answer = Wire.of(port, ada).send(CREATE, """
                {"input":{"title":"Oslo","metadata":%1$s,"destinations":%1$s,"flights":[{"rawData":%1$s}],
                 "accommodations":[{"name":"Casa","amenities":%1$s,"ratings":%1$s}]}}""".formatted(json));

        JsonNode sent = Wire.JSON.readTree(json);
        for (String path : List.of(
                "/metadata",
                "/destinations",
                "/flights/0/rawData",
                "/accommodations/0/amenities",
                "/accommodations/0/ratings")) {
            JsonNode stored = Wire.JSON.readTree(answer.body()).at("/data/createTrip/trip" + path);
            assertThat(stored.equals(CreateTripTests::compare, sent))
                    .as("%s: %s", path, stored)
                    .isTrue();
        }
    }

    @Test
    void readsJsonInTheDocumentToo() {
        Wire.Answer answer = Wire.of(port, ada).send("""
                mutation ($seat: JSON) {
                  createTrip(input: { title: "Oslo", metadata: {
                    a: [1, 123456789012345678901234567890, -0.10, "x\\n", null, true, WORD, { b: null, c: $seat }] } }) {
                    trip { metadata }
                  }
                }""", "{\"seat\":{\"row\":[7,null]}}");

        assertThat(answer.at("/createTrip/trip/metadata")).isEqualTo("""
                {"a":[1,123456789012345678901234567890,-0.10,"x\\n",null,true,"WORD",{"b":null,"c":{"row":[7,null]}}]}""");
    }

    @Test
    void keepsTextAsItIs() {
        String text = " Ünïcode 😀 \t\n\"quoted\" \\ 'single' $1 :name ? -- /* %s <b>&amp;</b> \u2028 ";

        Wire.Answer answer = Wire.of(port, ada)
                .send(
                        "mutation ($input: CreateTripInput!) { createTrip(input: $input) { trip { title description } } }",
                        Map.of("input", Map.of("title", text, "description", text)));

        assertThat(answer.at("/createTrip/trip/title")).isEqualTo(text);
        assertThat(answer.at("/createTrip/trip/description")).isEqualTo(text);
    }

    @Test
    void takesNullForAbsent() {
        Wire.Answer answer = Wire.of(port, ada).send(CREATE, """
                {"input":{"title":"Oslo","metadata":null,"destinations":null,"flights":null,"accommodations":null,
                 "budget":null,"startDate":null,"description":null}}""");

        assertThat(answer.at("/createTrip/trip/metadata")).isEqualTo("{}");
        assertThat(answer.at("/createTrip/trip/destinations")).isEqualTo("[]");
        assertThat(answer.at("/createTrip/trip/flights")).isEqualTo("[]");
    }

    /** Numbers by their value: jsonb writes 1e20 out. */
    private static int compare(JsonNode one, JsonNode other) {
        if (one.isNumber() && other.isNumber()) {
            return one.decimalValue().compareTo(other.decimalValue());
        }
        return one.equals(other) ? 0 : 1;
    }

    private Wire.Answer create(Map<String, ?> input) {
        return Wire.of(port, ada).send(CREATE, Map.of("input", input));
    }

    private String count() {
        return Wire.of(port, ada).send("{ trips { totalCount } }").at("/trips/totalCount");
    }
}
