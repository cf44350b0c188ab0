package com.tripsage.gateway.memory;

import static com.tripsage.gateway.memory.Assistant.axis;
import static com.tripsage.gateway.memory.Assistant.input;
import static com.tripsage.gateway.memory.Assistant.preferences;
import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.GatewayTest;
import com.tripsage.gateway.Superuser;
import com.tripsage.gateway.Together;
import com.tripsage.gateway.Wire;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.env.Environment;
import tools.jackson.databind.JsonNode;

@GatewayTest
class MemoryTests {

    private static final String SESSION = "0b0e7f2e-5f0a-4a43-9d1c-1c1c5c1b8d10";

    @LocalServerPort
    int port;

    @Autowired
    Environment environment;

    @Autowired
    MeterRegistry meters;

    Assistant ada;
    Assistant bob;

    @BeforeEach
    void arrive() {
        ada = Assistant.arriving(port);
        bob = Assistant.arriving(port);
    }

    @Test
    void keepsWhatIsGiven() {
        Wire.Answer added = ada.add(
                "kind",
                "CONVERSATION",
                "text",
                "Asked for a window seat",
                "metadata",
                Map.of("turn", 7),
                "sessionId",
                SESSION,
                "embedding",
                axis(3),
                "embeddingModel",
                "model-1");

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
    void changesWhatIsGiven() {
        String id = ada.added(
                "kind",
                "CONVERSATION",
                "text",
                "Likes aisles",
                "metadata",
                Map.of("turn", 7),
                "sessionId",
                SESSION,
                "embedding",
                axis(3),
                "embeddingModel",
                "model-1");

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

    @Test
    void remembersFiveHundredThingsInOneInsert() {
        double before = statements();

        Wire.Answer added = ada.addAll(preferences(500));

        // the lock, what is known, the insert
        assertThat(statements() - before).isEqualTo(3);
        assertThat(added.each("/addMemories/memories", "/text"))
                .isEqualTo(preferences(500).stream()
                        .map(input -> input.get("text"))
                        .toList());
        assertThat(Wire.JSON.readTree(added.at("/addMemories/outcomes"))).hasSize(500);
        assertThat(added.at("/addMemories/outcomes")).doesNotContain("DUPLICATE");
        assertThat(ada.list(Map.of()).at("/memories/totalCount")).isEqualTo("500");
    }

    /** Those for which there is no time get their vectors later. */
    @Test
    void remembersFiveHundredLongTexts() {
        List<Map<String, String>> inputs = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            inputs.add(Map.of("kind", "CONVERSATION", "text", (UUID.randomUUID() + " ").repeat(60)));
        }

        Wire.Answer added = ada.addAll(inputs);

        assertThat(added.each("/addMemories/memories", "/text"))
                .isEqualTo(inputs.stream().map(input -> input.get("text")).toList());
        assertThat(sql("""
                select count(*)
                  from memory_embeddings m
                  left join gateway.embedding_queue q on q.id = m.id
                 where m.user_id = ?::uuid
                   and (m.embedding is null) = (q.id is null)
                """, ada.user().toString())).isEqualTo("0");
        Superuser.of(environment)
                .sql("delete from memory_embeddings where user_id = ?")
                .param(ada.user())
                .update();
    }

    @Test
    void refusesNothingAndMoreThanFiveHundred() {
        ada.addAll(List.of()).blames("inputs");
        ada.addAll(preferences(501)).blames("inputs");

        assertThat(ada.texts()).isEmpty();
    }

    @Test
    void remembersAllOrNothing() {
        List<Map<String, @Nullable Object>> inputs = preferences(500);
        inputs.get(7).put("text", " ");
        inputs.get(499).put("embeddingModel", "x".repeat(101));
        ada.addAll(inputs).blames("inputs[7].text", "inputs[499].embeddingModel");

        inputs = preferences(500);
        inputs.get(400).put("supersedes", UUID.randomUUID());
        ada.addAll(inputs).isRefused("NOT_FOUND");

        assertThat(ada.texts()).isEmpty();
    }

    @Test
    void refusesMoreTextsToUnderstandThanOneCallMayBring() {
        List<Map<String, Object>> inputs = new ArrayList<>();
        for (int i = 0; i < 251; i++) {
            inputs.add(Map.of("kind", "INSIGHT", "text", "Fact " + i));
        }
        List<Map<String, Object>> others = new ArrayList<>();
        for (int i = 0; i < 250; i++) {
            others.add(Map.of("kind", "INSIGHT", "text", "Other fact " + i));
        }

        ada.wire().send("""
                mutation ($inputs: [AddMemoryInput!]!, $others: [AddMemoryInput!]!) {
                  a: addMemories(inputs: $inputs) { outcomes }
                  b: addMemories(inputs: $others) { outcomes }
                }""", Map.of("inputs", inputs, "others", others)).isRefused("QUERY_TOO_COMPLEX");

        assertThat(ada.texts()).isEmpty();
    }

    @Test
    void aNewerMemoryStandsForAnOlderOne() {
        String oldest = ada.remember("Likes aisles", 1);
        String older = ada.added("kind", "INSIGHT", "text", "Likes windows", "supersedes", oldest);
        String newest = ada.added("kind", "PREFERENCE", "text", "Likes to stand", "supersedes", older);

        assertThat(ada.texts()).containsExactly("Likes to stand");
        assertThat(ada.texts("includeSuperseded", null)).containsExactly("Likes to stand");
        assertThat(ada.texts("includeSuperseded", true))
                .containsExactly("Likes to stand", "Likes windows", "Likes aisles");
        assertThat(ada.of(oldest, "supersededBy")).isEqualTo("{\"id\":\"%s\"}".formatted(older));
        assertThat(ada.of(oldest, "version")).isEqualTo("2");

        ada.delete(newest).at("/deleteMemory");
        assertThat(ada.texts()).containsExactly("Likes windows");
        ada.delete(older).at("/deleteMemory");
        assertThat(ada.texts()).containsExactly("Likes aisles");
        assertThat(ada.of(oldest, "supersededBy")).isEqualTo("null");
    }

    @Test
    void standsForManyInOneStatement() {
        List<String> older = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            older.add(ada.remember("Old " + i, i));
        }
        double before = statements();
        List<Map<String, @Nullable Object>> inputs = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            inputs.add(input("kind", "INSIGHT", "text", "New " + i, "embedding", axis(i), "supersedes", older.get(i)));
        }

        List<String> newer = ada.addAll(inputs).each("/addMemories/memories", "/id");

        // the lock, what is known, the insert, the older ones
        assertThat(statements() - before).isEqualTo(4);
        for (int i = 0; i < 20; i++) {
            assertThat(ada.of(older.get(i), "supersededBy")).contains(newer.get(i));
        }
    }

    @Test
    void standsOnlyForWhatIsThere() {
        ada.add("kind", "PREFERENCE", "text", "New", "supersedes", UUID.randomUUID())
                .isRefused("NOT_FOUND");
        assertThat(ada.texts()).isEmpty();
    }

    /** Two who correct each other's fact by one that is known: both are said anew. */
    @Test
    void memoriesMayStandForEachOther() {
        String a = ada.remember("Likes aisles", 1);
        String b = ada.remember("Likes windows", 2);

        Wire.Answer swapped = ada.addAll(List.of(
                Map.of("kind", "PREFERENCE", "text", "Likes aisles", "supersedes", b),
                Map.of("kind", "PREFERENCE", "text", "Likes windows", "supersedes", a)));

        assertThat(swapped.at("/addMemories/outcomes")).isEqualTo("[\"CREATED\",\"CREATED\"]");
        assertThat(ada.texts()).containsExactlyInAnyOrder("Likes aisles", "Likes windows");
        assertThat(ada.of(a, "supersededBy")).contains(swapped.at("/addMemories/memories/1/id"));
        assertThat(ada.of(b, "supersededBy")).contains(swapped.at("/addMemories/memories/0/id"));
    }

    @Test
    void showsWhatIsSupersededInTheSameCall() {
        String id = ada.remember("Likes aisles", 1);

        Wire.Answer answer = ada.addAll(List.of(
                input("kind", "PREFERENCE", "text", "likes aisles"),
                input("kind", "PREFERENCE", "text", "Likes windows", "supersedes", id)));

        assertThat(answer.at("/addMemories/outcomes")).isEqualTo("[\"DUPLICATE\",\"CREATED\"]");
        assertThat(answer.at("/addMemories/memories/0/supersededBy/id"))
                .isEqualTo(answer.at("/addMemories/memories/1/id"));
        assertThat(answer.at("/addMemories/memories/0/version")).isEqualTo("2");
    }

    private OffsetDateTime time(String id, String field) {
        return OffsetDateTime.parse(ada.of(id, field));
    }

    private String embeddingOf(String id) {
        return ada.of(id, "embedding");
    }

    private long waiting(String id) {
        return Long.parseLong(sql("select count(*) from gateway.embedding_queue where id = ?::uuid", id));
    }

    private String sql(String query, String id) {
        return Superuser.of(environment)
                .sql(query)
                .param(id)
                .query(String.class)
                .single();
    }

    private double statements() {
        return meters.get("gateway.operation.statements")
                .tag("access", "write")
                .summary()
                .totalAmount();
    }
}
