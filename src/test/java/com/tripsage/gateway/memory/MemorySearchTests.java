package com.tripsage.gateway.memory;

import static com.tripsage.gateway.memory.StoredMemories.memory;
import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.Wire;
import com.tripsage.gateway.database.Access;
import com.tripsage.gateway.database.Deadline;
import com.tripsage.gateway.database.Transactions;
import com.tripsage.gateway.embedding.Embedding;
import com.tripsage.gateway.memory.Searches.Found;
import com.tripsage.gateway.memory.StoredMemories.Row;
import com.tripsage.gateway.security.Caller;
import com.tripsage.gateway.value.Vector;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Searches of every mode: what a client may ask, and how many statements it takes. */
class MemorySearchTests extends SearchTest {

    @Autowired
    MemorySearchRepository repository;

    @Autowired
    Transactions transactions;

    @Test
    void takesTheDefaultForWhatIsAbsentOrNull() {
        String text = "dinner by the harbour";
        storeAround(vectorOf(text), 30);
        Found explicit = searches.byText(
                text,
                "mode",
                "HYBRID",
                "first",
                10,
                "filter",
                Map.of("includeSuperseded", false),
                "fusion",
                "WEIGHTED",
                "model",
                provider.model());

        Map<String, @Nullable Object> nothing = new HashMap<>();
        for (String name :
                List.of("kind", "metadata", "sessionId", "createdAfter", "createdBefore", "includeSuperseded")) {
            nothing.put(name, null);
        }
        Wire.Answer nulls = searches.send(
                Map.of("text", text), "mode", null, "first", null, "filter", null, "fusion", null, "model", null);

        assertThat(explicit.hits()).hasSize(10);
        assertThat(searches.byText(text)).isEqualTo(explicit);
        assertThat(Found.at("", nulls)).isEqualTo(explicit);
        assertThat(Found.at("", searches.send(Map.of("text", text), "filter", nothing)))
                .isEqualTo(explicit);
        assertThat(Found.at("", searches.send(Map.of("text", text), "filter", Map.of())))
                .isEqualTo(explicit);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 9, 10, 11, 150, 200, 201, 250})
    void findsAsManyAsThereAre(int count) {
        String text = "a walk along the harbour";
        Vector meaning = vectorOf(text);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Row complete = memory("Harbour walk " + i, directions.away(meaning, directions.upTo(1.9)))
                    .kind(MemoryKind.INSIGHT);
            rows.add(complete);
            rows.add(memory("Harbour walk, not looked at yet " + i, null));
            rows.add(memory("Something else " + i, directions.any()).kind(MemoryKind.PREFERENCE));
        }
        store(rows);
        Map<String, ?> insights = Map.of("kind", List.of("INSIGHT"));
        Map<String, ?> preferences = Map.of("kind", List.of("PREFERENCE"));

        for (int first : new int[] {1, 10, 100}) {
            assertThat(count(text, "SEMANTIC", first, Map.of())).isEqualTo(Math.min(first, 2 * count));
            assertThat(count(text, "KEYWORD", first, Map.of())).isEqualTo(Math.min(first, 2 * count));
            assertThat(count(text, "HYBRID", first, Map.of())).isEqualTo(Math.min(first, 3 * count));
            for (String mode : List.of("SEMANTIC", "KEYWORD", "HYBRID")) {
                assertThat(count(text, mode, first, insights)).isEqualTo(Math.min(first, count));
            }
            assertThat(count(text, "SEMANTIC", first, preferences)).isEqualTo(Math.min(first, count));
            assertThat(count(text, "KEYWORD", first, preferences)).isZero();
            assertThat(count(text, "HYBRID", first, preferences)).isEqualTo(Math.min(first, count));
            Found byVector = searches.byVector(meaning, "first", first, "filter", insights);
            assertThat(byVector.hits()).hasSize(Math.min(first, count));
            assertThat(byVector.exact() || count > 200).isTrue();
        }
    }

    private int count(String text, String mode, int first, Map<String, ?> filter) {
        Found found = searches.byText(text, "mode", mode, "first", first, "filter", filter);
        assertThat(found.ids()).doesNotHaveDuplicates();
        return found.hits().size();
    }

    @Test
    void findsTheSameAmongFewAsAmongMany() {
        Vector meaning = vectorOf("a quiet room");
        storeAround(meaning, 150);
        List<Row> equals = new ArrayList<>(Collections.nCopies(9, memory("Equal", directions.away(meaning, 0.3))));
        equals.replaceAll(Row::copy);
        store(equals);
        store(
                memory("By another model", directions.any()).model("another"),
                memory("Insight", directions.any()).kind(MemoryKind.INSIGHT),
                memory(" ", null));
        var insights = new MemoryFilter(List.of(MemoryKind.INSIGHT), null, null, null, null, null);
        var nothing = new MemoryFilter(null, null, UUID.randomUUID(), null, null, true);
        var query = new Embedding(meaning, Models.UNSPECIFIED);
        String[] models = Models.comparableTo(Models.UNSPECIFIED, provider.model());

        for (MemoryFilter filter : new MemoryFilter[] {null, insights, nothing}) {
            for (int first : new int[] {1, 10, 100}) {
                assertThat(asAda(() -> repository.amongFew(query, models, filter, first)))
                        .contains(asAda(() -> repository
                                .amongMany(query, models, filter, first)
                                .with(repository.countUncompared(filter, models))));
            }
        }
        storeAround(meaning, 50);
        assertThat(asAda(() -> repository.amongFew(query, models, null, 10))).isEmpty();
    }

    private <T> T asAda(Supplier<T> work) {
        var caller = new Caller(ada.id(), ada.email(), "{\"sub\":\"%s\"}".formatted(ada.id()));
        return transactions.run(caller, Access.READ, Deadline.after(Duration.ofSeconds(20)), transaction -> work.get());
    }

    @Test
    void narrowsBySingleConditionsAndByAllTogether() {
        UUID session = UUID.randomUUID();
        String text = "seat by the window";
        Vector meaning = vectorOf(text);
        String[] metadata = {"{\"category\": \"flight\"}", "{\"category\": \"stay\", \"by\": {\"x\": 1, \"y\": [1, 2]}}"
        };
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 48; i++) {
            Row row = memory("Seat by the window " + i, directions.away(meaning, directions.upTo(1)))
                    .kind(KINDS.get(i % 4))
                    .metadata(metadata[i / 4 % 2])
                    .createdAt("2026-0%d-01T00:00:00Z".formatted(1 + i / 8));
            rows.add(i % 3 == 0 ? row.sessionId(session) : row);
        }
        rows.add(rows.get(0).copy().kind(null));
        Row newer = rows.get(1);
        List<Row> superseded = List.of(
                rows.get(0).copy().supersededBy(newer.id()), rows.get(7).copy().supersededBy(newer.id()));
        rows.addAll(superseded);
        store(rows);

        Predicate<Row> flight = row -> row.metadata().contains("flight");
        Predicate<Row> afterMarch = row -> row.createdAt().isAfter(OffsetDateTime.parse("2026-03-01T00:00:00Z"));
        Predicate<Row> beforeMay = row -> row.createdAt().isBefore(OffsetDateTime.parse("2026-05-01T00:00:00Z"));
        Predicate<Row> ofSession = row -> session.equals(row.sessionId());
        Predicate<Row> likes = row -> row.kind() == MemoryKind.PREFERENCE || row.kind() == MemoryKind.INSIGHT;
        check(rows, text, Map.of(), row -> true);
        check(rows, text, Map.of("kind", List.of("TRIP_CREATION")), row -> row.kind() == MemoryKind.TRIP_CREATION);
        check(rows, text, Map.of("kind", List.of("PREFERENCE", "INSIGHT")), likes);
        check(rows, text, Map.of("kind", List.of()), row -> false);
        check(rows, text, Map.of("metadata", Map.of()), row -> true);
        check(rows, text, Map.of("metadata", Map.of("category", "flight")), flight);
        check(rows, text, Map.of("metadata", Map.of("by", Map.of("y", List.of(2)))), flight.negate());
        check(rows, text, Map.of("metadata", Map.of("category", List.of())), row -> false);
        check(rows, text, Map.of("sessionId", session), ofSession);
        check(rows, text, Map.of("sessionId", UUID.randomUUID()), row -> false);
        check(rows, text, Map.of("createdAfter", "2026-03-01T01:00:00+01:00"), afterMarch);
        check(rows, text, Map.of("createdBefore", "2026-05-01T00:00:00Z"), beforeMay);
        Map<String, ?> all = Map.of(
                "kind",
                List.of("PREFERENCE", "INSIGHT"),
                "metadata",
                Map.of("category", "flight"),
                "sessionId",
                session,
                "createdAfter",
                "2026-03-01T00:00:00Z",
                "createdBefore",
                "2026-05-01T00:00:00Z");
        check(rows, text, all, likes.and(flight).and(ofSession).and(afterMarch).and(beforeMay));

        for (String mode : List.of("SEMANTIC", "KEYWORD", "HYBRID")) {
            Map<String, ?> filter = Map.of("includeSuperseded", true);
            assertThat(searches.byText(text, "mode", mode, "first", 100, "filter", filter)
                            .ids())
                    .containsExactlyInAnyOrderElementsOf(
                            rows.stream().map(Row::id).toList());
        }
        assertThat(superseded).hasSize(2);
    }

    private void check(List<Row> rows, String text, Map<String, ?> filter, Predicate<Row> expected) {
        List<UUID> ids = rows.stream()
                .filter(row -> row.supersededBy() == null)
                .filter(expected)
                .map(Row::id)
                .toList();
        assertThat(ids).hasSizeLessThan(100);
        for (String mode : List.of("SEMANTIC", "KEYWORD", "HYBRID")) {
            assertThat(searches.byText(text, "mode", mode, "first", 100, "filter", filter)
                            .ids())
                    .as("%s %s", mode, filter)
                    .containsExactlyInAnyOrderElementsOf(ids);
        }
        assertThat(ada.execute(
                                "query ($filter: MemoryFilter) { memories(first: 100, filter: $filter) { edges { node { id } } } }",
                                Map.of("filter", filter))
                        .path("memories.edges[*].node.id")
                        .entityList(UUID.class)
                        .get())
                .as("%s", filter)
                .containsExactlyInAnyOrderElementsOf(ids);
    }

    @ParameterizedTest
    @EnumSource(SearchMode.class)
    void sendsOneStatementAndForBothOrdersOneForWhatItCouldNotCompare(SearchMode mode) {
        store(memory("Tea", directions.any()), memory("Coffee", null));
        double before = statements("read");

        searches.byText("tea", "mode", mode.name());

        assertThat(statements("read") - before).isEqualTo(mode == SearchMode.HYBRID ? 2 : 1);
    }

    @Test
    void answersSeveralSearchesOfADocument() {
        String text = "a quiet room";
        storeAround(vectorOf(text), 30);
        String document = """
                query ($vector: Vector!, $text: String!) {
                  meaning: searchMemories(query: { text: $text }, mode: SEMANTIC) %1$s
                  words: searchMemories(query: { text: $text }, mode: KEYWORD) %1$s
                  both: searchMemories(query: { text: $text }, fusion: WEIGHTED, first: 3) %1$s
                  other: searchMemories(query: { text: "harbour" }) %1$s
                  vector: searchMemories(query: { vector: $vector }) %1$s
                }""".formatted(Searches.SELECTION);
        double before = statements("read");

        Wire.Answer answer = Wire.of(port, ada).send(document, Map.of("vector", EAST.toFloats(), "text", text));

        assertThat(statements("read") - before).isEqualTo(7);
        assertThat(Found.at("meaning", answer)).isEqualTo(searches.byText(text, "mode", "SEMANTIC"));
        assertThat(Found.at("words", answer)).isEqualTo(searches.byText(text, "mode", "KEYWORD"));
        assertThat(Found.at("both", answer)).isEqualTo(searches.byText(text, "fusion", "WEIGHTED", "first", 3));
        assertThat(Found.at("other", answer)).isEqualTo(searches.byText("harbour"));
        assertThat(Found.at("vector", answer)).isEqualTo(searches.byVector(EAST));
    }

    static Stream<Object> noVectors() {
        float[] nan = ramp(1536);
        nan[7] = Float.NaN;
        float[] infinite = ramp(1536);
        infinite[7] = Float.POSITIVE_INFINITY;
        List<Object> text = new ArrayList<>(Collections.nCopies(1536, 0.5));
        text.set(7, "0.5");
        List<Object> gap = new ArrayList<>(text);
        gap.set(7, null);
        List<Object> huge = new ArrayList<>(text);
        huge.set(7, 1e39);
        return Stream.of(
                ramp(1535),
                ramp(1537),
                new float[0],
                new float[1536],
                text,
                gap,
                huge,
                List.of(ramp(1536)),
                "abc",
                "",
                1,
                true,
                Map.of("0", 1),
                base64(ramp(1535)),
                base64(ramp(1537)),
                base64(new float[1536]),
                base64(nan),
                base64(infinite),
                base64(ramp(1536)).substring(1) + "=");
    }

    @ParameterizedTest
    @MethodSource("noVectors")
    void refusesWhatIsNoVector(Object vector) {
        searches.send(Map.of("vector", vector)).blames("query.vector");
    }

    @Test
    void wantsATextOrAVector() {
        Map<String, @Nullable Object> nothing = new HashMap<>();
        nothing.put("text", null);

        searches.send(Map.of("text", "tea", "vector", EAST.toFloats())).blames("query");
        searches.send(Map.of()).blames("query");
        searches.send(nothing).blames("query");
        nothing.put("vector", EAST.toFloats());
        searches.send(nothing).blames("query");
        searches.send(null).blames("query");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 101, Integer.MAX_VALUE})
    void boundsHowManyAreAskedFor(int first) {
        searches.send(Map.of("text", "tea"), "first", first).blames("first");
    }

    @Test
    void refusesTextsThatAreNone() {
        for (String blank : List.of("", " ", "\t\r\n", "\u2003\u3000", "\u001c", "\u00A0", "\u200B")) {
            searches.send(Map.of("text", blank)).blames("query.text");
            searches.send(Map.of("text", blank), "mode", "SEMANTIC").blames("query.text");
        }
        searches.send(Map.of("text", "a".repeat(10_001))).blames("query.text");
        searches.send(Map.of("text", "tea"), "model", "").blames("model");
        searches.send(Map.of("text", "tea"), "model", "x".repeat(101)).blames("model");
        searches.send(Map.of("text", "tea"), "mode", "FUZZY").blames("mode");
        searches.send(Map.of("text", "tea"), "fusion", "SUM").blames("fusion");
        searches.send(Map.of("text", "tea"), "filter", Map.of("kind", List.of("SECRET")))
                .blames("filter.kind[0]");
        searches.send(Map.of("text", "tea"), "filter", Map.of("sessionId", "x")).blames("filter.sessionId");
    }

    private static float[] ramp(int length) {
        float[] numbers = new float[length];
        for (int i = 0; i < length; i++) {
            numbers[i] = (i - 700) / 1000f;
        }
        return numbers;
    }
}
