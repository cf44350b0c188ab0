package com.tripsage.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What the assistant sends: memories, and searches. */
class SearchContractTests extends ContractTest {

    private static final String VECTOR = "[0.01" + ", 0.01".repeat(1535) + "]";

    @Test
    void answersTheMutationsOfMemories() {
        Wire.Answer added = addAisle();
        String id = added.at("/addMemory/memory/id");
        Wire.Answer again = addAisle();
        Wire.Answer several = send("AddMemories", """
                { "inputs": [{ "kind": "INSIGHT", "text": "Travels with children" },
                             { "kind": "CONVERSATION", "text": "Asked for Lisbon", "embedding": %s }] }""".formatted(VECTOR));
        Wire.Answer updated = send("UpdateMemory", """
                { "input": { "id": "%s", "text": "I prefer window seats" } }""".formatted(id));
        Wire.Answer deleted = send("DeleteMemory", "{ \"id\": \"%s\" }".formatted(id));

        assertThat(added.at("/addMemory/memory/kind")).isEqualTo("PREFERENCE");
        assertThat(added.at("/addMemory/memory/text")).isEqualTo("I prefer aisle seats");
        assertThat(added.at("/addMemory/memory/metadata")).isEqualTo("{\"category\":\"flight\"}");
        assertThat(added.at("/addMemory/memory/sessionId")).isEqualTo("null");
        assertThat(added.at("/addMemory/memory/createdAt")).endsWith("Z");
        assertThat(added.at("/addMemory/outcome")).isEqualTo("CREATED");
        assertThat(again.at("/addMemory/memory/id")).isEqualTo(id);
        assertThat(again.at("/addMemory/outcome")).isEqualTo("DUPLICATE");
        assertThat(several.each("/addMemories/memories", "/text"))
                .containsExactly("Travels with children", "Asked for Lisbon");
        assertThat(several.at("/addMemories/outcomes")).isEqualTo("[\"CREATED\",\"CREATED\"]");
        assertThat(updated.at("/updateMemory/memory/text")).isEqualTo("I prefer window seats");
        assertThat(updated.at("/updateMemory/memory/updatedAt")).endsWith("Z");
        assertThat(updated.each("/updateMemory/memory/history", "/text")).containsExactly("I prefer aisle seats");
        assertThat(updated.at("/updateMemory/memory/history/0/replacedAt")).endsWith("Z");
        assertThat(deleted.at("/deleteMemory/deletedId")).isEqualTo(id);
    }

    @Test
    void answersMemories() {
        String id = addAisle().at("/addMemory/memory/id");

        Wire.Answer some = send("Memories", """
                { "first": 20, "filter": { "kind": ["PREFERENCE"], "metadata": { "category": "flight" },
                  "createdAfter": "2026-01-01T00:00:00Z" } }""");
        Wire.Answer rest = send(
                "Memories", "{ \"first\": 20, \"after\": \"%s\" }".formatted(some.at("/memories/pageInfo/endCursor")));

        assertThat(some.each("/memories/edges", "/node/id")).containsExactly(id);
        assertThat(some.at("/memories/edges/0/node/kind")).isEqualTo("PREFERENCE");
        assertThat(some.at("/memories/edges/0/node/text")).isEqualTo("I prefer aisle seats");
        assertThat(some.at("/memories/pageInfo/hasNextPage")).isEqualTo("false");
        assertThat(some.at("/memories/totalCount")).isEqualTo("1");
        assertThat(rest.at("/memories/edges")).isEqualTo("[]");
    }

    @Test
    void answersSearchMemories() {
        String id = addAisle().at("/addMemory/memory/id");

        Wire.Answer byText = send("SearchMemories", """
                { "query": { "text": "where do I like to sit on planes?" }, "mode": "HYBRID", "first": 10,
                  "filter": { "kind": ["PREFERENCE"] } }""");
        Wire.Answer byVector = send("SearchMemories", """
                { "query": { "vector": %s }, "mode": "SEMANTIC", "first": 10 }""".formatted(VECTOR));

        for (Wire.Answer answer : List.of(byText, byVector)) {
            assertThat(answer.at("/searchMemories/exact")).isEqualTo("true");
            assertThat(answer.each("/searchMemories/hits", "/memory/id")).containsExactly(id);
            assertThat(Double.parseDouble(answer.at("/searchMemories/hits/0/score")))
                    .isBetween(0.0, 1.0);
            assertThat(Double.parseDouble(answer.at("/searchMemories/hits/0/distance")))
                    .isBetween(0.0, 2.0);
        }
        assertThat(byText.at("/searchMemories/mode")).isEqualTo("HYBRID");
        assertThat(Double.parseDouble(byText.at("/searchMemories/hits/0/textRank")))
                .isBetween(0.0, 1.0);
        assertThat(byVector.at("/searchMemories/mode")).isEqualTo("SEMANTIC");
        assertThat(byVector.at("/searchMemories/hits/0/textRank")).isEqualTo("null");
    }

    @Test
    void answersSimilarTrips() {
        UUID surf = ada.createTrip(
                Map.of("title", "Ericeira", "description", "Seven days of waves, and fish every evening"));
        UUID opera = ada.createTrip(Map.of("title", "Vienna", "description", "Opera and coffee houses"));

        Wire.Answer byText = send("SimilarTrips", """
                { "like": { "text": "a week of surfing and seafood" }, "first": 10 }""");
        Wire.Answer byTrip = send("SimilarTrips", "{ \"like\": { \"tripId\": \"%s\" } }".formatted(surf));
        Wire.Answer byVector = send("SimilarTrips", "{ \"like\": { \"vector\": %s } }".formatted(VECTOR));

        assertThat(byText.each("/similarTrips", "/trip/id")).containsExactly(surf.toString(), opera.toString());
        assertThat(byText.at("/similarTrips/0/trip/title")).isEqualTo("Ericeira");
        assertThat(byTrip.each("/similarTrips", "/trip/id")).containsExactly(opera.toString());
        assertThat(byVector.each("/similarTrips", "/trip/id"))
                .containsExactlyInAnyOrder(surf.toString(), opera.toString());
        for (Wire.Answer answer : List.of(byText, byTrip, byVector)) {
            assertThat(answer.each("/similarTrips", "/score").stream().map(Double::valueOf))
                    .allSatisfy(score -> assertThat(score).isBetween(0.0, 1.0));
        }
    }

    private Wire.Answer addAisle() {
        return send("AddMemory", """
                { "input": { "kind": "PREFERENCE", "text": "I prefer aisle seats", "metadata": { "category": "flight" } } }""");
    }
}
