package com.tripsage.gateway.memory;

import static com.tripsage.gateway.memory.Assistant.axis;
import static com.tripsage.gateway.memory.Assistant.input;
import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Memories that stand for older ones. */
class SupersedingTests extends AssistantTest {

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
        double before = statements("write");
        List<Map<String, @Nullable Object>> inputs = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            inputs.add(input("kind", "INSIGHT", "text", "New " + i, "embedding", axis(i), "supersedes", older.get(i)));
        }

        List<String> newer = ada.addAll(inputs).each("/addMemories/memories", "/id");

        // the lock, what is known, the insert, the older ones
        assertThat(statements("write") - before).isEqualTo(4);
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
}
