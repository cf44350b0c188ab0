package com.tripsage.gateway.memory;

import static com.tripsage.gateway.memory.Assistant.axis;
import static com.tripsage.gateway.memory.Assistant.input;
import static com.tripsage.gateway.memory.Assistant.near;
import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.GatewayTest;
import com.tripsage.gateway.Superuser;
import com.tripsage.gateway.Together;
import com.tripsage.gateway.Wire;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.env.Environment;

/** The same fact is not stored twice. */
@GatewayTest
class DuplicateTests {

    @LocalServerPort
    int port;

    @Autowired
    Environment environment;

    Assistant ada;

    @BeforeEach
    void arrive() {
        ada = Assistant.arriving(port);
    }

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
    @ValueSource(strings = {"Likes .NET", "Likes NET?", "Likes N.ET", "Likes NET", ".Likes NET", "Likes \"NET\""})
    void knowsOtherTextsApart(String text) {
        ada.remember("Likes NET,", 1);

        assertThat(outcome("kind", "PREFERENCE", "text", text, "embedding", axis(2)))
                .isEqualTo("CREATED");
    }

    @ParameterizedTest
    @ValueSource(strings = {".NET is fine", "..", "Really?"})
    void aFullStopCountsOnlyAtTheEnd(String text) {
        ada.remember(text, 1);

        assertThat(outcome("kind", "PREFERENCE", "text", "NET is fine", "embedding", axis(2)))
                .isEqualTo("CREATED");
        assertThat(outcome("kind", "PREFERENCE", "text", text + ".", "embedding", axis(3)))
                .isEqualTo("DUPLICATE");
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
                Map.of("b", 2),
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
    void knowsWhatIsNearEnough() {
        String id = ada.added("kind", "PREFERENCE", "text", "Likes aisles", "embedding", axis(1));
        ada.remember("Likes windows", 2);

        Wire.Answer near = ada.add("kind", "PREFERENCE", "text", "Aisle seats, please", "embedding", near(1, 0.029));

        assertThat(near.at("/addMemory/outcome")).isEqualTo("DUPLICATE");
        assertThat(near.at("/addMemory/memory/id")).isEqualTo(id);
        assertThat(outcome("kind", "PREFERENCE", "text", "Aisle seats, please", "embedding", near(1, 0.031)))
                .isEqualTo("CREATED");
    }

    @Test
    void prefersTheSameTextAndThenTheNearest() {
        String far = ada.added("kind", "PREFERENCE", "text", "Far", "embedding", near(1, 0.025, 700));
        String nearer = ada.added("kind", "PREFERENCE", "text", "Nearer", "embedding", near(1, 0.01));
        assertThat(nearer).isNotEqualTo(far);

        assertThat(ada.add("kind", "PREFERENCE", "text", "Like both", "embedding", axis(1))
                        .at("/addMemory/memory/id"))
                .isEqualTo(nearer);
        assertThat(ada.add("kind", "PREFERENCE", "text", "far", "embedding", near(1, 0.01))
                        .at("/addMemory/memory/id"))
                .isEqualTo(far);
    }

    @Test
    void comparesVectorsOfOneModelOnly() {
        String unspecified = ada.remember("Unspecified", 1);
        ada.added("kind", "PREFERENCE", "text", "Other", "embedding", axis(1), "embeddingModel", "model-1");

        assertThat(outcome("kind", "PREFERENCE", "text", "Another", "embedding", axis(1), "embeddingModel", "model-2"))
                .isEqualTo("CREATED");
        assertThat(ada.add(
                                "kind",
                                "PREFERENCE",
                                "text",
                                "The deployment's",
                                "embedding",
                                axis(1),
                                "embeddingModel",
                                "bge-small-en-v1.5-q")
                        .at("/addMemory/memory/id"))
                .isEqualTo(unspecified);
    }

    @Test
    void knowsTheSameInOtherWordsWithoutTheClientsHelp() {
        ada.added("kind", "PREFERENCE", "text", "I prefer a window seat on the plane");

        assertThat(outcome("kind", "PREFERENCE", "text", "I prefer a window-seat on the plane!"))
                .isEqualTo("DUPLICATE");
        assertThat(outcome("kind", "PREFERENCE", "text", "I never eat fish")).isEqualTo("CREATED");
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
                        "[\"CREATED\",\"DUPLICATE\",\"DUPLICATE\",\"CREATED\",\"CREATED\",\"DUPLICATE\",\"DUPLICATE\"]");
        assertThat(answer.each("/addMemories/memories", "/text"))
                .containsExactly("One", "One", "One", "One", "Two", "Known", "Known");
        List<String> ids = answer.each("/addMemories/memories", "/id");
        assertThat(ids.get(1)).isEqualTo(ids.get(0)).isEqualTo(ids.get(2));
        assertThat(ids.get(5)).isEqualTo(ids.get(6)).isEqualTo(known);
        assertThat(ada.texts()).hasSize(4);
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
                8, i -> outcome("kind", "PREFERENCE", "text", i % 2 == 0 ? "Likes aisles" : "LIKES AISLES."));

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
