package com.tripsage.gateway.memory;

import static com.tripsage.gateway.memory.Assistant.input;
import static com.tripsage.gateway.memory.Assistant.preferences;
import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.Superuser;
import com.tripsage.gateway.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Many memories that are added in one call. */
class AddMemoriesTests extends AssistantTest {

    @Test
    void remembersFiveHundredThingsInOneInsert() {
        double before = statements("write");

        Wire.Answer added = ada.addAll(preferences(500));

        // the lock, what is known, the insert
        assertThat(statements("write") - before).isEqualTo(3);
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
            inputs.add(Map.of("kind", "CONVERSATION", "text", (UUID.randomUUID() + " ").repeat(54)));
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
}
