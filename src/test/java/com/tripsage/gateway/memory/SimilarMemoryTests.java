package com.tripsage.gateway.memory;

import static com.tripsage.gateway.memory.Assistant.axis;
import static com.tripsage.gateway.memory.Assistant.input;
import static com.tripsage.gateway.memory.Assistant.near;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.tripsage.gateway.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Memories that are added, with those that they are like. */
class SimilarMemoryTests extends AssistantTest {

    private static final String ADD = """
            mutation ($input: AddMemoryInput!) {
              addMemory(input: $input) { outcome memory { id } similar { distance memory { id text kind } } }
            }""";

    private static final String ADD_ALL = """
            mutation ($inputs: [AddMemoryInput!]!) {
              addMemories(inputs: $inputs) {
                outcomes results { outcome memory { text } similar { distance memory { text } } }
              }
            }""";

    @Test
    void namesTheNearestFirstAndFiveAtMost() {
        for (int i = 1; i <= 8; i++) {
            ada.added(
                    "kind",
                    i % 2 == 0 ? "INSIGHT" : "PREFERENCE",
                    "text",
                    "Fact " + i,
                    "embedding",
                    near(1, i * 0.011, 700 + i));
        }

        Wire.Answer added = add("kind", "PREFERENCE", "text", "Another fact", "embedding", axis(1));

        assertThat(added.at("/addMemory/outcome")).isEqualTo("CREATED");
        assertThat(added.each("/addMemory/similar", "/memory/text"))
                .containsExactly("Fact 1", "Fact 2", "Fact 3", "Fact 4", "Fact 5");
        List<String> distances = added.each("/addMemory/similar", "/distance");
        for (int i = 1; i <= 5; i++) {
            assertThat(Double.parseDouble(distances.get(i - 1))).isCloseTo(i * 0.011, within(1e-6));
        }
    }

    @Test
    void namesOnlyWhatIsReallyNear() {
        ada.added("kind", "PREFERENCE", "text", "Near", "embedding", near(1, 0.1499));
        ada.added("kind", "PREFERENCE", "text", "Far", "embedding", near(1, 0.1501, 700));
        ada.added("kind", "PREFERENCE", "text", "Other model", "embedding", axis(1), "embeddingModel", "word2vec");
        Assistant.arriving(port).added("kind", "PREFERENCE", "text", "Somebody else's", "embedding", axis(1));
        String old = ada.added("kind", "PREFERENCE", "text", "Old", "embedding", axis(1));

        Wire.Answer added = add("kind", "PREFERENCE", "text", "New", "embedding", axis(1), "supersedes", old);

        assertThat(added.each("/addMemory/similar", "/memory/text")).containsExactly("Near");
        assertThat(add("kind", "PREFERENCE", "text", "Alone", "embedding", axis(9))
                        .at("/addMemory/similar"))
                .isEqualTo("[]");
        assertThat(add("kind", "INSIGHT", "text", "Its own", "embedding", axis(1), "embeddingModel", "word2vec")
                        .each("/addMemory/similar", "/memory/text"))
                .containsExactly("Other model");
    }

    @Test
    void namesWhatIsLikeAMemoryThatWasKnown() {
        ada.added("kind", "PREFERENCE", "text", "Near", "embedding", near(1, 0.01));
        String id = ada.remember("Known", 1);

        Wire.Answer again = add("kind", "PREFERENCE", "text", "known", "embedding", axis(7));

        assertThat(again.at("/addMemory/outcome")).isEqualTo("DUPLICATE");
        assertThat(again.at("/addMemory/memory/id")).isEqualTo(id);
        assertThat(again.each("/addMemory/similar", "/memory/text")).containsExactly("Near");
    }

    @Test
    void inputsOfOneCallAreLikeEachOther() {
        ada.added("kind", "PREFERENCE", "text", "Stored", "embedding", near(1, 0.02, 700));

        Wire.Answer added = ada.wire()
                .send(
                        ADD_ALL,
                        Map.of(
                                "inputs",
                                List.of(
                                        input("kind", "PREFERENCE", "text", "One", "embedding", axis(1)),
                                        input("kind", "PREFERENCE", "text", "Two", "embedding", near(1, 0.01)),
                                        input("kind", "PREFERENCE", "text", "one", "embedding", axis(1)),
                                        input("kind", "PREFERENCE", "text", "Alone", "embedding", axis(2)))));

        assertThat(added.at("/addMemories/outcomes")).isEqualTo("[\"CREATED\",\"CREATED\",\"DUPLICATE\",\"CREATED\"]");
        assertThat(added.each("/addMemories/results", "/memory/text")).containsExactly("One", "Two", "One", "Alone");
        assertThat(added.each("/addMemories/results/0/similar", "/memory/text")).containsExactly("Two", "Stored");
        assertThat(added.each("/addMemories/results/1/similar", "/memory/text")).containsExactly("One", "Stored");
        assertThat(added.at("/addMemories/results/2/similar")).isEqualTo(added.at("/addMemories/results/0/similar"));
        assertThat(added.at("/addMemories/results/3/similar")).isEqualTo("[]");
    }

    /** Whatever anybody's memories are like. */
    @Test
    void namesFiveWhereEverythingIsAlike() {
        List<Map<String, @Nullable Object>> alike = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            alike.add(input("kind", "PREFERENCE", "text", "Fact " + i, "embedding", near(1, 0.001 + i * 1e-5, 2 + i)));
        }
        ada.addAll(alike).at("/addMemories");
        alike.forEach(input -> input.put("kind", "INSIGHT"));

        Wire.Answer added = ada.wire().send(ADD_ALL, Map.of("inputs", alike));

        assertThat(added.each("/addMemories/results", "/outcome")).hasSize(500).containsOnly("CREATED");
        for (int i = 0; i < 500; i += 50) {
            assertThat(added.each("/addMemories/results/" + i + "/similar", "/memory/text"))
                    .hasSize(5)
                    .startsWith("Fact " + i);
        }
    }

    @Test
    void whatAFieldAddsTheNextOneIsLike() {
        Wire.Answer answer = ada.wire().send("""
                mutation ($vector: Vector!) {
                  a: addMemory(input: { kind: PREFERENCE, text: "One", embedding: $vector }) { similar { memory { text } } }
                  b: addMemory(input: { kind: PREFERENCE, text: "Two", embedding: $vector }) { similar { memory { text } } }
                  c: addMemory(input: { kind: PREFERENCE, text: "One", embedding: $vector }) { similar { memory { text } } }
                }""", Map.of("vector", axis(1)));

        assertThat(answer.at("/a/similar")).isEqualTo("[]");
        assertThat(answer.each("/b/similar", "/memory/text")).containsExactly("One");
        assertThat(answer.each("/c/similar", "/memory/text")).containsExactly("Two");
    }

    /** The same fact in other words and another fact in the same words, by the local model. */
    @Test
    void findsWhatMayContradict() {
        ada.added("kind", "INSIGHT", "text", "My passport expires on 2027-03-01");
        ada.added("kind", "INSIGHT", "text", "I never eat fish");

        Wire.Answer added = add("kind", "INSIGHT", "text", "My passport expires on 2029-03-01");

        assertThat(added.at("/addMemory/outcome")).isEqualTo("CREATED");
        assertThat(added.each("/addMemory/similar", "/memory/text"))
                .containsExactly("My passport expires on 2027-03-01");
        assertThat(ada.texts()).hasSize(3);
    }

    @Test
    void takesOneStatementAndNoneWhenNobodyAsks() {
        double before = statements("write");
        add("kind", "PREFERENCE", "text", "One", "embedding", axis(1));
        double asked = statements("write") - before;
        ada.addAll(List.of(input("kind", "PREFERENCE", "text", "Two", "embedding", axis(2))));
        double notAsked = statements("write") - before - asked;
        before = statements("write");
        List<Map<String, @Nullable Object>> many = new ArrayList<>(Assistant.preferences(50));
        ada.wire().send(ADD_ALL, Map.of("inputs", many)).at("/addMemories");

        // the lock, what is known, the insert
        assertThat(notAsked).isEqualTo(3);
        assertThat(asked).isEqualTo(4);
        assertThat(statements("write") - before).isEqualTo(4);
    }

    private Wire.Answer add(@Nullable Object... fields) {
        return ada.wire().send(ADD, Map.of("input", input(fields)));
    }
}
