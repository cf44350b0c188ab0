package com.tripsage.gateway.memory;

import static com.tripsage.gateway.memory.Assistant.axis;
import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.Wire;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Memories as they are added, kept and forgotten. */
class MemoryTests extends AssistantTest {

    @Test
    void keepsWhatIsGiven() {
        Wire.Answer added = ada.add(conversation("Asked for a window seat"));

        assertThat(added.at("/addMemory/outcome")).isEqualTo("CREATED");
        String memory = added.at("/addMemory/memory");
        String id = added.at("/addMemory/memory/id");
        assertThat(memory)
                .contains(
                        "\"user\":{\"id\":\"%s\"}".formatted(ada.user()),
                        """
                        "kind":"CONVERSATION","text":"Asked for a window seat","embeddingModel":"model-1",\
                        "metadata":{"turn":7},"sessionId":"%s\"""".formatted(SESSION),
                        "\"supersededBy\":null,\"version\":1}");
        assertThat(ada.of(id, "text")).isEqualTo("Asked for a window seat");
        assertThat(ada.of(id, "embedding")).isEqualTo("[0,0,0,1" + ",0".repeat(1532) + "]");
        assertThat(ada.of(id, "history")).isEqualTo("[]");
        assertThat(time(id, "createdAt")).isEqualTo(time(id, "updatedAt")).isEqualTo(time(id, "lastSeenAt"));
    }

    @Test
    void needsKindAndTextOnly() {
        String id = ada.added("kind", "INSIGHT", "text", "Travels light");

        assertThat(ada.of(id, "metadata")).isEqualTo("{}");
        assertThat(ada.of(id, "sessionId")).isEqualTo("null");
        assertThat(ada.of(id, "embeddingModel")).isEqualTo("bge-small-en-v1.5-q");
        assertThat(Wire.JSON.readTree(ada.of(id, "embedding"))).hasSize(1536);
    }

    @Test
    void takesNullForAbsent() {
        String id = ada.added(
                "kind",
                "INSIGHT",
                "text",
                "Travels light",
                "metadata",
                null,
                "sessionId",
                null,
                "embedding",
                null,
                "embeddingModel",
                null,
                "supersedes",
                null);

        assertThat(ada.of(id, "metadata")).isEqualTo("{}");
        assertThat(ada.of(id, "embeddingModel")).isEqualTo("bge-small-en-v1.5-q");
    }

    @Test
    void saysWhetherItsMeaningCanBeFound() {
        String ready = ada.added("kind", "INSIGHT", "text", "Travels light");
        String unspecified = ada.remember("Likes aisles", 1);
        String other =
                ada.added("kind", "INSIGHT", "text", "Likes tea", "embedding", axis(1), "embeddingModel", "word2vec");
        String blank = sql(
                "insert into memory_embeddings (user_id, content_text) values (?::uuid, ' ') returning id",
                ada.user().toString());

        assertThat(state(ready)).isEqualTo("READY");
        assertThat(state(unspecified)).isEqualTo("READY");
        assertThat(state(other)).isEqualTo("OTHER_MODEL");
        assertThat(state(blank)).isEqualTo("NONE");
    }

    private String state(String id) {
        return ada.wire()
                .send("query ($id: ID!) { node(id: $id) { ... on Memory { embeddingState } } }", Map.of("id", id))
                .at("/node/embeddingState");
    }

    @ParameterizedTest
    @EnumSource
    void knowsEveryKind(MemoryKind kind) {
        String id = ada.added("kind", kind.name(), "text", "Something");

        assertThat(ada.of(id, "kind")).isEqualTo(kind.name());
        assertThat(sql("select content_type from memory_embeddings where id = ?::uuid", id))
                .isEqualTo(kind.name().toLowerCase(java.util.Locale.ROOT));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " Ünïcode 😀 \t\n\"quoted\" \\ 'single' $1 :name ? -- /* %s <b>&amp;</b> \u2028 ",
                "مرحبا بالعالم",
                "👨‍👩‍👧 \u202Eright to left\u202C",
                ".",
                "\u00A0a\u200B",
                "e\u0301"
            })
    void keepsTextAsItIs(String text) {
        String id = ada.added("kind", "CONVERSATION", "text", text);

        assertThat(ada.of(id, "text")).isEqualTo(text);
        assertThat(ada.update(id, "text", text + "!").at("/updateMemory/memory/text"))
                .isEqualTo(text + "!");
        assertThat(Wire.JSON
                        .readTree(ada.node(id).body())
                        .at("/data/node/history/0/text")
                        .stringValue())
                .isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "\"text\"",
                "0",
                "true",
                "[null]",
                "{\"a\":{\"b\":[null,{\"c\":null}]},\"\":[]}",
                "{\"é 😀\":\"\\\"quoted\\\" \\\\ \\n \\u2028\",\"trip_id\":7}",
                "[123456789012345678901234567890,-0.10]"
            })
    void keepsMetadataAsTheyAre(String json) {
        Wire.Answer added = ada.wire().send("""
                mutation ($metadata: JSON) {
                  addMemory(input: { kind: TRIP_CREATION, text: "Fact", metadata: $metadata }) { memory { id metadata } }
                }""", "{\"metadata\":%s}".formatted(json));

        JsonNode stored = Wire.JSON.readTree(added.body()).at("/data/addMemory/memory/metadata");
        assertThat(stored).isEqualTo(Wire.JSON.readTree(json));
        String id = added.at("/addMemory/memory/id");
        assertThat(Wire.JSON
                        .readTree(ada.update(id, "sessionId", SESSION).body())
                        .at("/data/updateMemory/memory/metadata"))
                .isEqualTo(stored);
    }

    @Test
    void refusesWhatIsNoMemory() {
        String id = ada.remember("Fact", 1);
        for (String blank : List.of(
                "", " ", "\n\t", "\u00A0", "\u3000\u2003", "\u200B\u200D\uFEFF", "\u00AD\u2060", "\uDB40\uDC20")) {
            ada.add("kind", "INSIGHT", "text", blank).blames("input.text");
            ada.update(id, "text", blank).blames("input.text");
        }
        ada.delete(id).at("/deleteMemory");
        ada.add("kind", "INSIGHT", "text", "a\u0000b").blames("input.text");
        ada.add("kind", "INSIGHT", "text", "\uD83D").blames("input.text");
        ada.add("kind", "INSIGHT", "text", "Fact", "metadata", Map.of("a\u0000", 1))
                .isRefused("BAD_USER_INPUT");
        ada.add("kind", "INSIGHT", "text", "Fact", "embedding", axis(1), "embeddingModel", "")
                .blames("input.embeddingModel");
        ada.add("kind", "INSIGHT", "text", "Fact", "embedding", axis(1), "embeddingModel", "x".repeat(101))
                .blames("input.embeddingModel");
        ada.add("kind", "GOSSIP", "text", "Fact").isRefused("BAD_USER_INPUT");
        ada.add("kind", null, "text", "Fact").isRefused("BAD_USER_INPUT");
        ada.add("kind", "INSIGHT", "text", null).isRefused("BAD_USER_INPUT");
        ada.add("kind", "INSIGHT", "text", "Fact", "embedding", List.of(1, 2, 3))
                .isRefused("BAD_USER_INPUT");
        ada.add("kind", "INSIGHT", "text", "Fact", "sessionId", "not an id").isRefused("BAD_USER_INPUT");
        ada.wire()
                .send("mutation { addMemory(input: { kind: INSIGHT, text: \"a\\u0000b\" }) { outcome } }")
                .isRefused("BAD_USER_INPUT");

        assertThat(ada.texts()).isEmpty();
    }

    @Test
    void countsTheCharactersOfATextAsPeopleDo() {
        String id = ada.added("kind", "INSIGHT", "text", "😀".repeat(100_000));

        ada.add("kind", "INSIGHT", "text", "x".repeat(100_001)).blames("input.text");
        ada.update(id, "text", "x".repeat(100_001)).blames("input.text");
        assertThat(ada.of(id, "text")).hasSize(200_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"one-word-", "a b ", "http://host.example/path ", "𐌰𐌱-", "1.5e3 "})
    void takesTheLongestTextOfAnyWords(String words) {
        var text = new StringBuilder();
        while (text.codePointCount(0, text.length()) < 99_000) {
            text.append(words).append(Character.toString(0x10330 + text.length() % 26));
        }

        String id = ada.added("kind", "INSIGHT", "text", text.toString(), "embedding", axis(1));

        assertThat(ada.of(id, "text")).hasSize(text.length());
    }

    @Test
    void forgetsAMemoryWithItsHistory() {
        String id = ada.remember("Fact", 1);
        ada.update(id, "text", "Another fact").at("/updateMemory");

        assertThat(ada.delete(id).at("/deleteMemory/deletedId")).isEqualTo(id);

        ada.delete(id).isRefused("NOT_FOUND");
        ada.update(id, "text", "Late").isRefused("NOT_FOUND");
        assertThat(ada.node(id).at("/node")).isEqualTo("null");
        assertThat(sql("select count(*) from memory_history where memory_id = ?::uuid", id))
                .isEqualTo("0");
    }

    @Test
    void belongsToNobodyElse() {
        Assistant bob = Assistant.arriving(port);
        String id = ada.remember("Secret", 1);
        ada.update(id, "text", "Another secret", "embedding", axis(2)).at("/updateMemory");
        String own = bob.remember("Mine", 1);
        String before = ada.node(id).at("/node");

        assertThat(bob.node(id).at("/node")).isEqualTo("null");
        assertThat(bob.texts("includeSuperseded", true)).containsExactly("Mine");
        bob.update(id, "text", "Mine").isRefused("NOT_FOUND");
        bob.update(id, "expectedVersion", 2, "text", "Mine").isRefused("NOT_FOUND");
        bob.delete(id).isRefused("NOT_FOUND");
        bob.add("kind", "PREFERENCE", "text", "New", "supersedes", id).isRefused("NOT_FOUND");
        bob.add("kind", "PREFERENCE", "text", "Mine", "supersedes", id).isRefused("NOT_FOUND");

        assertThat(ada.node(id).at("/node")).isEqualTo(before);
        assertThat(bob.texts("includeSuperseded", true)).containsExactly("Mine");
        assertThat(bob.of(own, "lastSeenAt")).isEqualTo(bob.of(own, "createdAt"));
    }

    private OffsetDateTime time(String id, String field) {
        return OffsetDateTime.parse(ada.of(id, field));
    }
}
