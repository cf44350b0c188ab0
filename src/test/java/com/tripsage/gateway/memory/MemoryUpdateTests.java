package com.tripsage.gateway.memory;

import static com.tripsage.gateway.memory.Assistant.axis;
import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.Together;
import com.tripsage.gateway.Wire;
import java.time.OffsetDateTime;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Changes of memories: their fields, vectors, versions and histories. */
class MemoryUpdateTests extends AssistantTest {

    @Test
    void changesWhatIsGiven() {
        String id = ada.added(conversation("Likes aisles"));

        assertThat(ada.update(id, "kind", "PREFERENCE").at("/updateMemory/memory/kind"))
                .isEqualTo("PREFERENCE");
        assertThat(ada.of(id, "embeddingModel")).isEqualTo("model-1");
        assertThat(ada.update(id, "metadata", null).at("/updateMemory/memory"))
                .contains(
                        "\"kind\":\"PREFERENCE\",\"text\":\"Likes aisles\",\"embeddingModel\":\"model-1\",\"metadata\":null,\"sessionId\":\"%s\""
                                .formatted(SESSION));
        assertThat(ada.update(id, "sessionId", null).at("/updateMemory/memory/sessionId"))
                .isEqualTo("null");
        assertThat(ada.update(id, "embedding", axis(4), "embeddingModel", "model-2")
                        .at("/updateMemory/memory/embeddingModel"))
                .isEqualTo("model-2");
        assertThat(ada.of(id, "embedding")).startsWith("[0,0,0,0,1,");
        assertThat(ada.of(id, "text")).isEqualTo("Likes aisles");
        assertThat(ada.of(id, "history")).isEqualTo("[]");
        ada.update(id, "kind", null).blames("input.kind");
        ada.update(id, "text", null).blames("input.text");
        ada.update(id, "text", " ").blames("input.text");
        ada.update(id, "embeddingModel", "").blames("input.embeddingModel");
    }

    @Test
    void aNewTextBringsItsVector() {
        String id = ada.added("kind", "PREFERENCE", "text", "Likes aisles", "embedding", axis(3));
        String made = embeddingOf(ada.added("kind", "INSIGHT", "text", "Likes windows"));

        ada.update(id, "text", "Likes windows").at("/updateMemory");
        assertThat(embeddingOf(id)).isEqualTo(made);
        assertThat(ada.of(id, "embeddingModel")).isEqualTo("bge-small-en-v1.5-q");

        ada.update(id, "text", "Likes both", "embedding", axis(4)).at("/updateMemory");
        assertThat(embeddingOf(id)).startsWith("[0,0,0,0,1,");
        assertThat(ada.of(id, "embeddingModel")).isEqualTo("null");
    }

    /** Two texts may well have one vector: in capitals, say. */
    @Test
    void aNewTextMayHaveTheOldVector() {
        String id = ada.added(
                "kind", "PREFERENCE", "text", "Likes aisles", "embedding", axis(3), "embeddingModel", "model-1");
        String made = ada.added("kind", "INSIGHT", "text", "likes windows");
        String vector = embeddingOf(made);

        ada.update(id, "text", "Likes both", "embedding", axis(3), "embeddingModel", "model-1")
                .at("/updateMemory");
        ada.update(made, "text", "Likes Windows").at("/updateMemory");

        assertThat(embeddingOf(id)).startsWith("[0,0,0,1,");
        assertThat(ada.of(id, "embeddingModel")).isEqualTo("model-1");
        assertThat(embeddingOf(made)).isEqualTo(vector);
        assertThat(waiting(id)).isZero();
    }

    @Test
    void theSameTextKeepsItsVector() {
        String id = ada.added(
                "kind", "PREFERENCE", "text", "Likes aisles", "embedding", axis(3), "embeddingModel", "model-1");

        ada.update(id, "text", "Likes aisles", "kind", "INSIGHT").at("/updateMemory");

        assertThat(embeddingOf(id)).startsWith("[0,0,0,1,");
        assertThat(ada.of(id, "embeddingModel")).isEqualTo("model-1");
    }

    @Test
    void changesOnlyTheVersionThatIsMeant() {
        String id = ada.remember("Likes aisles", 1);
        assertThat(ada.update(id, "expectedVersion", 1, "text", "Likes windows").at("/updateMemory/memory/version"))
                .isEqualTo("2");
        String before = ada.node(id).at("/node");

        ada.update(id, "expectedVersion", 1, "text", "Likes both", "metadata", Map.of("a", 1))
                .isRefused("CONFLICT");

        assertThat(ada.node(id).at("/node")).isEqualTo(before);
    }

    @Test
    void oneOfManyWhoMeanTheSameVersionChangesIt() {
        String id = ada.remember("Likes aisles", 1);

        List<Boolean> changed = Together.run(
                6, i -> ada.update(id, "expectedVersion", 1, "text", "Likes row " + i, "embedding", axis(i))
                        .codes()
                        .isEmpty());

        assertThat(Collections.frequency(changed, true)).isOne();
        assertThat(ada.of(id, "version")).isEqualTo("2");
    }

    @Test
    void keepsTheTextsThatItHadBefore() {
        String id = ada.remember("Text 0", 0);
        for (int i = 1; i <= 3; i++) {
            ada.update(id, "text", "Text " + i, "embedding", axis(i)).at("/updateMemory");
        }
        ada.update(id, "text", "Text 3", "metadata", Map.of("a", 1)).at("/updateMemory");
        ada.wire().send("""
                mutation ($id: ID!) {
                  a: updateMemory(input: { id: $id, text: "Text 4" }) { memory { id } }
                  b: updateMemory(input: { id: $id, text: "Text 5" }) { memory { id } }
                  c: updateMemory(input: { id: $id, text: "Text 6" }) { memory { id } }
                  d: updateMemory(input: { id: $id, text: "Text 0" }) { memory { id } }
                }""", Map.of("id", id)).at("");

        Wire.Answer history = ada.wire().send("""
                query ($id: ID!) {
                  node(id: $id) { ... on Memory {
                    createdAt
                    updatedAt
                    all: history { text replacedAt }
                    two: history(first: 2) { text }
                    some: history(first: null) { text }
                  } }
                }""", Map.of("id", id));
        assertThat(history.each("/node/all", "/text"))
                .containsExactly("Text 6", "Text 5", "Text 4", "Text 3", "Text 2", "Text 1", "Text 0");
        assertThat(history.each("/node/two", "/text")).containsExactly("Text 6", "Text 5");
        assertThat(history.each("/node/some", "/text")).hasSize(7);
        assertThat(history.each("/node/all", "/replacedAt"))
                .extracting(OffsetDateTime::parse)
                .isSortedAccordingTo(Collections.reverseOrder())
                .allSatisfy(time -> assertThat(time).isAfter(OffsetDateTime.parse(history.at("/node/createdAt"))));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 101, -1})
    void boundsTheHistory(int first) {
        String id = ada.remember("Fact", 1);

        ada.wire()
                .send(
                        "query ($id: ID!, $first: Int) { node(id: $id) { ... on Memory { history(first: $first) { text } } } }",
                        Map.of("id", id, "first", first))
                .codes()
                .forEach(code -> assertThat(code).isEqualTo("BAD_USER_INPUT"));
    }

    private String embeddingOf(String id) {
        return ada.of(id, "embedding");
    }

    private long waiting(String id) {
        return Long.parseLong(sql("select count(*) from gateway.embedding_queue where id = ?::uuid", id));
    }
}
