package com.tripsage.gateway.memory;

import static com.tripsage.gateway.memory.Assistant.axis;
import static com.tripsage.gateway.memory.Assistant.input;
import static com.tripsage.gateway.memory.Assistant.near;
import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.Superuser;
import com.tripsage.gateway.Together;
import com.tripsage.gateway.Wire;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Duplicates: the same text is not stored twice, and no other text is taken for it. */
class DuplicateTests extends AssistantTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Önologie in Café Nr. 5",
                "önologie IN café nr. 5",
                "  Önologie\t\n in  Café\u00A0Nr. 5 ",
                "O\u0308nologie in Cafe\u0301 Nr. 5",
                "Önologie in Café Nr. ５",
                "Önologie in Café Nr. 5.",
                "Önologie in Café Nr. 5 ...",
                "ÖNOLOGIE IN CAFÉ NR. 5"
            })
    void knowsTheSameTextInOtherForms(String text) {
        String id = ada.remember("Önologie in Café Nr. 5", 1);

        Wire.Answer again = ada.add("kind", "PREFERENCE", "text", text, "embedding", axis(2));

        assertThat(again.at("/addMemory/outcome")).isEqualTo("DUPLICATE");
        assertThat(again.at("/addMemory/memory/id")).isEqualTo(id);
        assertThat(again.at("/addMemory/memory/text")).isEqualTo("Önologie in Café Nr. 5");
        assertThat(ada.texts()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "I like fish|I LIKE FISH!!!",
                "I like fish, cheese and figs|i like fish, cheese and figs...",
                "STRASSE|straße",
                "ΟΔΥΣΣΕΥΣ|οδυσσευς",
                "Люблю море|ЛЮБЛЮ МОРЕ.",
                "ผมแพ้ถั่ว|ผมแพ้ถั่ว",
                "ผมแพ้ ถั่ว|ผมแพ้\u00A0\u00A0ถั่ว",
                "魚が好きです|魚が好きです。",
                "ｶﾆｱﾚﾙｷﾞｰ|カニアレルギー",
                "أحب السمك|أحب السمك۔",
                "मुझे मछली पसंद है|मुझे मछली पसंद है।",
                "ich esse kein Fleisch|Ich esse kein\u2003\u200BFleisch.",
                "co\u00ADoperative|Cooperative",
                "👍|👍",
                "👍 !|👍"
            })
    void knowsTheSameTextInAnyScript(String text, String same) {
        String id = ada.remember(text, 1);

        Wire.Answer again = ada.add("kind", "PREFERENCE", "text", same, "embedding", axis(2));

        assertThat(again.at("/addMemory/outcome")).isEqualTo("DUPLICATE");
        assertThat(again.at("/addMemory/memory/id")).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Likes .NET",
                "Likes NET?",
                "Likes N.ET",
                "Likes NET;",
                ".Likes NET",
                "Likes \"NET\"",
                "Likes NÉT"
            })
    void knowsOtherTextsApart(String text) {
        ada.remember("Likes NET,", 1);

        assertThat(outcome("kind", "PREFERENCE", "text", text, "embedding", axis(2)))
                .isEqualTo("CREATED");
        assertThat(outcome("kind", "PREFERENCE", "text", "Likes NET", "embedding", axis(3)))
                .isEqualTo("DUPLICATE");
    }

    /** However near each other a model puts them: here they have one and the same vector. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "My passport expires on 2027-03-01|My passport expires on 2029-03-01",
                "Fly from Berlin to Rome|Fly from Rome to Berlin",
                "The booking code is X7K2PQ|The booking code is X7K2QP",
                "Budget 12.50 EUR a day|Budget 125.0 EUR a day",
                "Anna eats meat, Ben eats fish|Anna eats fish, Ben eats meat",
                "He eats meat.|He eats meat?",
                "Τρώει κρέας.|Τρώει κρέας;",
                "يأكل اللحم|يأكل اللحم؟",
                "👍|👎",
                "👍|👍🏽",
                "ผมแพ้ถั่ว|ผมแพ้กุ้ง",
                "魚が好きです|肉が好きです",
                "魚が好き|魚が好き？",
                "Люблю море|Люблю горе",
                "résumé|resume",
                "Does not fly|Does now fly",
                "!|!!",
                "...|!"
            })
    void anotherFactIsStoredHoweverAlike(String text, String other) {
        ada.remember(text, 1);

        assertThat(outcome("kind", "PREFERENCE", "text", other, "embedding", axis(1)))
                .isEqualTo("CREATED");
        assertThat(ada.texts()).containsExactlyInAnyOrder(text, other);
    }

    @Test
    void longTextsDifferInTheirLastWord() {
        String note = "We walked along the river and talked about the weather. ".repeat(150);

        ada.added("kind", "CONVERSATION", "text", note + "The code of the safe is 4711");
        ada.added("kind", "CONVERSATION", "text", note + "The code of the safe is 4712");

        assertThat(ada.texts()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {".NET is fine", "..", "Really?"})
    void aFullStopCountsOnlyAtTheEnd(String text) {
        ada.remember(text, 1);

        assertThat(outcome("kind", "PREFERENCE", "text", "NET is fine", "embedding", axis(2)))
                .isEqualTo("CREATED");
        assertThat(outcome("kind", "PREFERENCE", "text", text, "embedding", axis(3)))
                .isEqualTo("DUPLICATE");
    }

    /** What the same words are said about makes them another memory. */
    @Test
    void anotherSessionOrOtherMetadataAreAnotherMemory() {
        String session = UUID.randomUUID().toString();
        List<Map<String, @Nullable Object>> different = List.of(
                input("kind", "PREFERENCE", "text", "Aisle, please"),
                input("kind", "INSIGHT", "text", "Aisle, please"),
                input("kind", "PREFERENCE", "text", "Aisle, please", "sessionId", session),
                input("kind", "PREFERENCE", "text", "Aisle, please", "sessionId", UUID.randomUUID()),
                input("kind", "PREFERENCE", "text", "Aisle, please", "metadata", Map.of("trip", 1)),
                input("kind", "PREFERENCE", "text", "Aisle, please", "metadata", Map.of("trip", 2)),
                input("kind", "PREFERENCE", "text", "Aisle, please", "metadata", List.of()),
                input(
                        "kind",
                        "PREFERENCE",
                        "text",
                        "Aisle, please",
                        "sessionId",
                        session,
                        "metadata",
                        Map.of("trip", 1)));

        assertThat(ada.addAll(different).at("/addMemories/outcomes")).doesNotContain("DUPLICATE");
        assertThat(ada.addAll(different).at("/addMemories/outcomes")).doesNotContain("CREATED");
        List<Map<String, @Nullable Object>> twice = new ArrayList<>(different);
        twice.addAll(different);
        twice.forEach(input -> input.put("text", "Window, please"));
        assertThat(ada.addAll(twice).each("/addMemories/outcomes", "").subList(0, 8))
                .containsOnly("CREATED");
        assertThat(ada.texts()).hasSize(16);
    }

    @Test
    void metadataAreEqualAsTheDatabaseHasIt() {
        ada.wire().send("""
                mutation { addMemory(input: { kind: INSIGHT, text: "Fact", metadata: { a: 1, b: [1.0, null] } }) { outcome } }""").at("/addMemory");

        assertThat(ada.wire().send("""
                mutation { addMemory(input: { kind: INSIGHT, text: "Fact", metadata: { b: [1, null], a: 1.00 } }) { outcome } }""").at("/addMemory/outcome")).isEqualTo("DUPLICATE");
        assertThat(ada.wire().send("""
                mutation { addMemory(input: { kind: INSIGHT, text: "Fact", metadata: { b: [null, 1], a: 1 } }) { outcome } }""").at("/addMemory/outcome")).isEqualTo("CREATED");
    }

    @Test
    void movesOnlyWhenItWasLastSeen() {
        String id = ada.remember("Likes aisles", 1);
        ada.update(id, "metadata", Map.of("a", 1)).at("/updateMemory");
        OffsetDateTime created = time(id, "createdAt");
        OffsetDateTime updated = time(id, "updatedAt");

        Wire.Answer again = ada.add(
                "kind",
                "PREFERENCE",
                "text",
                "LIKES AISLES",
                "metadata",
                Map.of("a", 1),
                "embedding",
                axis(2),
                "embeddingModel",
                "other");

        assertThat(again.at("/addMemory/memory/metadata")).isEqualTo("{\"a\":1}");
        assertThat(again.at("/addMemory/memory/embeddingModel")).isEqualTo("null");
        assertThat(again.at("/addMemory/memory/version")).isEqualTo("2");
        assertThat(time(id, "lastSeenAt")).isAfter(updated);
        assertThat(time(id, "updatedAt")).isEqualTo(updated);
        assertThat(time(id, "createdAt")).isEqualTo(created);
        assertThat(ada.of(id, "embedding")).startsWith("[0,1,");
        assertThat(ada.of(id, "history")).isEqualTo("[]");
    }

    @Test
    void anotherKindIsAnotherFact() {
        ada.remember("Likes aisles", 1);

        assertThat(outcome("kind", "INSIGHT", "text", "Likes aisles", "embedding", axis(1)))
                .isEqualTo("CREATED");
    }

    @Test
    void anotherUserIsNobodysDuplicate() {
        Assistant bob = Assistant.arriving(port);
        String id = ada.remember("Likes aisles", 1);

        Wire.Answer bobs = bob.add("kind", "PREFERENCE", "text", "Likes aisles", "embedding", axis(1));

        assertThat(bobs.at("/addMemory/outcome")).isEqualTo("CREATED");
        assertThat(bobs.at("/addMemory/memory/id")).isNotEqualTo(id);
        assertThat(ada.of(id, "lastSeenAt")).isEqualTo(ada.of(id, "createdAt"));
    }

    /** In the order of the inputs, as if each came alone. */
    @Test
    void whatSupersedesIsNewWhateverItSays() {
        String older = ada.remember("Likes aisles", 1);
        String same =
                ada.added("kind", "PREFERENCE", "text", "likes aisles.", "embedding", axis(1), "supersedes", older);

        assertThat(ada.of(older, "supersededBy")).isEqualTo("{\"id\":\"%s\"}".formatted(same));
        assertThat(ada.texts()).containsExactly("likes aisles.");
        assertThat(ada.add("kind", "PREFERENCE", "text", "Likes aisles", "embedding", axis(1))
                        .at("/addMemory/memory/id"))
                .isEqualTo(same);

        Wire.Answer answer = ada.addAll(List.of(
                input("kind", "PREFERENCE", "text", "Likes aisles"),
                input("kind", "PREFERENCE", "text", "Likes aisles", "supersedes", same),
                input("kind", "PREFERENCE", "text", "Likes aisles"),
                input("kind", "PREFERENCE", "text", "Likes windows", "supersedes", older),
                input("kind", "PREFERENCE", "text", "Likes windows", "supersedes", older),
                input("kind", "PREFERENCE", "text", "Likes windows")));

        List<String> ids = answer.each("/addMemories/memories", "/id");
        assertThat(answer.each("/addMemories/outcomes", ""))
                .containsExactly("DUPLICATE", "CREATED", "DUPLICATE", "CREATED", "CREATED", "DUPLICATE");
        assertThat(ids.get(0)).isEqualTo(same);
        assertThat(ids.get(2)).isEqualTo(ids.get(1));
        assertThat(ids.get(5)).isEqualTo(ids.get(4)).isNotEqualTo(ids.get(3));
        assertThat(ada.of(same, "supersededBy")).contains(ids.get(1));
        assertThat(ada.of(older, "supersededBy")).contains(ids.get(4));
        assertThat(answer.at("/addMemories/memories/0/supersededBy/id")).isEqualTo(ids.get(1));
    }

    @Test
    void whatIsSupersededIsForgottenSoFar() {
        String older = ada.remember("Likes aisles", 1);
        ada.added("kind", "PREFERENCE", "text", "Likes windows", "embedding", axis(2), "supersedes", older);

        assertThat(outcome("kind", "PREFERENCE", "text", "Likes aisles", "embedding", axis(1)))
                .isEqualTo("CREATED");
    }

    @Test
    void knowsWhatOneCallSaysTwice() {
        String known = ada.remember("Known", 9);

        Wire.Answer answer = ada.addAll(List.of(
                input("kind", "PREFERENCE", "text", "One", "embedding", axis(1)),
                input("kind", "PREFERENCE", "text", "ONE.", "embedding", axis(2)),
                input("kind", "PREFERENCE", "text", "Like one", "embedding", near(1, 0.01)),
                input("kind", "INSIGHT", "text", "One", "embedding", axis(1)),
                input("kind", "PREFERENCE", "text", "Two", "embedding", axis(1), "embeddingModel", "other"),
                input("kind", "PREFERENCE", "text", "known", "embedding", axis(3)),
                input("kind", "PREFERENCE", "text", "KNOWN", "embedding", axis(3))));

        assertThat(answer.at("/addMemories/outcomes"))
                .isEqualTo(
                        "[\"CREATED\",\"DUPLICATE\",\"CREATED\",\"CREATED\",\"CREATED\",\"DUPLICATE\",\"DUPLICATE\"]");
        assertThat(answer.each("/addMemories/memories", "/text"))
                .containsExactly("One", "One", "Like one", "One", "Two", "Known", "Known");
        List<String> ids = answer.each("/addMemories/memories", "/id");
        assertThat(ids.get(1)).isEqualTo(ids.get(0));
        assertThat(ids.get(5)).isEqualTo(ids.get(6)).isEqualTo(known);
        assertThat(ada.texts()).hasSize(5);
    }

    @Test
    void twoFieldsOfADocumentKnowEachOther() {
        Wire.Answer answer = ada.wire().send("""
                mutation {
                  a: addMemory(input: { kind: PREFERENCE, text: "Likes aisles" }) { outcome memory { id } }
                  b: addMemory(input: { kind: PREFERENCE, text: "likes  aisles" }) { outcome memory { id } }
                }""");

        assertThat(answer.at("/a/outcome")).isEqualTo("CREATED");
        assertThat(answer.at("/b/outcome")).isEqualTo("DUPLICATE");
        assertThat(answer.at("/b/memory/id")).isEqualTo(answer.at("/a/memory/id"));
    }

    @Test
    void manyAtOnceMakeOne() {
        List<String> outcomes = Together.run(
                20, i -> outcome("kind", "PREFERENCE", "text", i % 2 == 0 ? "Likes aisles" : "LIKES AISLES."));

        assertThat(Collections.frequency(outcomes, "CREATED")).isOne();
        assertThat(ada.texts()).hasSize(1);
    }

    @Test
    void manyWithManyFactsAtOnceMakeEachOnce() {
        List<Map<String, @Nullable Object>> forward = Assistant.preferences(50);
        List<Map<String, @Nullable Object>> backward = new ArrayList<>(forward);
        Collections.reverse(backward);

        List<List<String>> ids =
                Together.run(6, i -> ada.addAll(i % 2 == 0 ? forward : backward).each("/addMemories/memories", "/id"));

        assertThat(new HashSet<>(ids.get(0))).hasSize(50).isEqualTo(new HashSet<>(ids.get(1)));
        assertThat(ada.texts()).hasSize(50);
    }

    @Test
    void knowsWhatOtherProgramsStored() {
        Superuser.of(environment)
                .sql("insert into memory_embeddings (user_id, content_type, content_text, last_seen_at)"
                        + " values (?, 'preference', 'Likes aisles', null)")
                .param(ada.user())
                .update();

        assertThat(outcome("kind", "PREFERENCE", "text", "likes aisles", "embedding", axis(1)))
                .isEqualTo("DUPLICATE");
    }

    private String outcome(@Nullable Object... fields) {
        return ada.add(fields).at("/addMemory/outcome");
    }

    private OffsetDateTime time(String id, String field) {
        return OffsetDateTime.parse(ada.of(id, field));
    }
}
