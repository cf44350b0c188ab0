package com.tripsage.gateway.memory;

import static com.tripsage.gateway.memory.StoredMemories.memory;
import static java.util.Comparator.comparing;
import static java.util.Comparator.reverseOrder;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.tripsage.gateway.memory.Searches.Found;
import com.tripsage.gateway.memory.Searches.Hit;
import com.tripsage.gateway.memory.StoredMemories.Row;
import com.tripsage.gateway.value.Vector;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Searches by meaning and words together: two orders made one. */
class HybridSearchTests extends SearchTest {

    @Test
    void fusesTheTwoOrdersByReciprocalRanks() {
        String text = "vegetarian dinner near the harbour at sunset";
        storeAround(vectorOf(text), 90);
        Map<UUID, Hit> byMeaning = hits(searches.byText(text, "mode", "SEMANTIC", "first", 100));
        Map<UUID, Hit> byWords = hits(searches.byText(text, "mode", "KEYWORD", "first", 100));

        Found found = searches.byText(text, "mode", "HYBRID", "first", 100, "fusion", "RECIPROCAL_RANK");

        assertThat(found.mode()).isEqualTo("HYBRID");
        assertThat(found.exact()).isEqualTo(found.pending() == 0);
        assertThat(byMeaning.size() + found.pending()).isEqualTo(90);
        checkFused(found, byMeaning, byWords, id -> {
            long nearer = byMeaning.values().stream()
                    .filter(hit -> distance(hit) < distance(byMeaning.get(id)))
                    .count();
            long asGood = byWords.values().stream()
                    .filter(hit -> textRank(hit) >= textRank(byWords.get(id)))
                    .count();
            return ((byMeaning.containsKey(id) ? 1.0 / (61 + nearer) : 0)
                            + (byWords.containsKey(id) ? 1.0 / (60 + asGood) : 0))
                    * 61
                    / 2;
        });
    }

    @Test
    void fusesTheTwoOrdersByWeights() {
        String text = "vegetarian dinner near the harbour at sunset";
        storeAround(vectorOf(text), 90);
        Map<UUID, Hit> byMeaning = hits(searches.byText(text, "mode", "SEMANTIC", "first", 100));
        Map<UUID, Hit> byWords = hits(searches.byText(text, "mode", "KEYWORD", "first", 100));

        Found found = searches.byText(text, "first", 100, "fusion", "WEIGHTED");

        checkFused(
                found,
                byMeaning,
                byWords,
                id -> 0.5 * Math.max(0, 1 - distance(byMeaning.get(id))) + 0.5 * textRank(byWords.get(id)));
    }

    private static void checkFused(
            Found found, Map<UUID, Hit> byMeaning, Map<UUID, Hit> byWords, Function<UUID, Double> score) {
        List<UUID> all = Stream.concat(byMeaning.keySet().stream(), byWords.keySet().stream())
                .distinct()
                .toList();
        assertThat(found.ids()).containsExactlyInAnyOrderElementsOf(all);
        assertThat(found.hits()).isSortedAccordingTo(comparing(Hit::score, reverseOrder()));
        assertThat(found.hits()).allSatisfy(hit -> {
            assertThat(hit.score()).isBetween(0.0, 1.0).isEqualTo(score.apply(hit.id()), within(1e-9));
            Hit meaning = byMeaning.get(hit.id());
            Hit words = byWords.get(hit.id());
            assertThat(hit.distance()).isEqualTo(meaning == null ? null : meaning.distance());
            assertThat(hit.textRank()).isEqualTo(words == null ? Double.valueOf(0) : words.textRank());
        });
        assertThat(all).hasSizeGreaterThan(byMeaning.size()).hasSizeGreaterThan(byWords.size());
    }

    @Test
    void losesNothingThatOnlyOneOrderHas() {
        String text = "scuba certificate";
        Vector meaning = vectorOf(text);
        Row words = memory("The scuba certificate is in the blue folder", directions.away(meaning, 1.4));
        Row wordsOnly = memory("Renew the certificate", null);
        Row meaningOnly = memory("Licensed to dive", directions.away(meaning, 0.05));
        List<Row> rows = new ArrayList<>(List.of(words, wordsOnly, meaningOnly));
        for (int i = 0; i < 40; i++) {
            rows.add(memory("Something else " + i, directions.away(meaning, 0.9 + i / 100.0)));
        }
        store(rows);

        for (String fusion : List.of("RECIPROCAL_RANK", "WEIGHTED")) {
            Found found = searches.byText(text, "first", 100, "fusion", fusion);

            assertThat(found.hits()).hasSize(43);
            assertThat(requireNonNull(found.hit(words.id()).distance())).isEqualTo(1.4, within(PRECISION));
            assertThat(found.hit(wordsOnly.id()).distance()).isNull();
            assertThat(requireNonNull(found.hit(wordsOnly.id()).textRank())).isPositive();
            assertThat(found.hit(meaningOnly.id()).textRank()).isZero();
            assertThat(searches.byText(text, "first", 3, "fusion", fusion).ids())
                    .contains(meaningOnly.id(), words.id());
        }
    }

    @Test
    void leavesTheOrderToMeaningWhereAllHaveTheWords() {
        String text = "a trip";
        Vector meaning = vectorOf(text);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            rows.add(memory("Trip number " + i, directions.away(meaning, 0.1 + i / 1000.0)));
        }
        List<UUID> nearestFirst = rows.stream().map(Row::id).limit(100).toList();
        Collections.shuffle(rows, new java.util.Random(7));
        store(rows);

        for (String fusion : List.of("RECIPROCAL_RANK", "WEIGHTED")) {
            Found found = searches.byText(text, "first", 100, "fusion", fusion);

            assertThat(found.ids()).isEqualTo(nearestFirst);
            assertThat(found.hits()).allSatisfy(hit -> assertThat(requireNonNull(hit.textRank()))
                    .isEqualTo(found.hits().get(0).textRank()));
        }
    }

    private static Map<UUID, Hit> hits(Found found) {
        return found.hits().stream().collect(toMap(Hit::id, Function.identity()));
    }

    private static double distance(@Nullable Hit hit) {
        return hit == null ? 2 : requireNonNull(hit.distance());
    }

    private static double textRank(@Nullable Hit hit) {
        return hit == null ? 0 : requireNonNull(hit.textRank());
    }
}
