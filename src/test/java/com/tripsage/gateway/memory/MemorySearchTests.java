package com.tripsage.gateway.memory;

import static com.tripsage.gateway.memory.StoredMemories.memory;
import static java.util.Comparator.comparing;
import static java.util.Comparator.reverseOrder;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.tripsage.gateway.GatewayTest;
import com.tripsage.gateway.Superuser;
import com.tripsage.gateway.Traveller;
import com.tripsage.gateway.Wire;
import com.tripsage.gateway.embedding.EmbeddingProvider;
import com.tripsage.gateway.embedding.OwnKey;
import com.tripsage.gateway.embedding.Purpose;
import com.tripsage.gateway.memory.Searches.Found;
import com.tripsage.gateway.memory.Searches.Hit;
import com.tripsage.gateway.memory.StoredMemories.Row;
import com.tripsage.gateway.value.Vector;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.env.Environment;

/** What a search finds among somebody's memories, in which order, and what it says about each. */
@GatewayTest
class MemorySearchTests {

    private static final Vector EAST = Directions.axis(0);

    private static final List<MemoryKind> KINDS =
            List.of(MemoryKind.CONVERSATION, MemoryKind.PREFERENCE, MemoryKind.INSIGHT, MemoryKind.TRIP_CREATION);

    /** What float32 leaves of a distance, and what base64 and JSON don't change. */
    private static final double PRECISION = 1e-6;

    @LocalServerPort
    int port;

    @Autowired
    Environment environment;

    @Autowired
    EmbeddingProvider provider;

    @Autowired
    MeterRegistry meters;

    final Directions directions = new Directions(7);

    Traveller ada;
    Searches searches;

    @BeforeEach
    void arrive() {
        ada = Traveller.known(port);
        searches = Searches.of(port, ada);
    }

    @Test
    void findsTheNearestMeaningFirst() {
        Row opposite = memory("opposite", directions.away(EAST, 2));
        Row same = memory("same", EAST);
        Row unlike = memory("unlike", directions.away(EAST, 1));
        Row near = memory("near", directions.away(EAST, 0.25));
        store(opposite, same, unlike, near, memory("without a vector", null));

        Found found = searches.byVector(EAST, "mode", "SEMANTIC");

        assertThat(found.mode()).isEqualTo("SEMANTIC");
        assertThat(found.exact()).isFalse();
        assertThat(found.pending()).isOne();
        assertThat(found.ids()).containsExactly(same.id(), near.id(), unlike.id(), opposite.id());
        assertThat(found.hits()).extracting(Hit::textRank).containsOnlyNulls();
        double[] distances = {0, 0.25, 1, 2};
        for (int i = 0; i < distances.length; i++) {
            Hit hit = found.hits().get(i);
            assertThat(requireNonNull(hit.distance())).isEqualTo(distances[i], within(PRECISION));
            assertThat(hit.score()).isEqualTo(1 - requireNonNull(hit.distance()) / 2, within(1e-12));
        }
    }

    /** Nothing that is missing is missing in silence. */
    @Test
    void countsWhatItCouldNotCompare() {
        Row compared = memory("Likes museums", EAST);
        store(
                compared,
                memory("Likes the sea", null),
                memory("Likes harbours", null).kind(MemoryKind.INSIGHT),
                memory("Likes old trains", EAST).model("a model"),
                memory("Likes trams", EAST).model("the model"),
                memory("Likes funiculars", EAST).model("zzz").kind(MemoryKind.INSIGHT),
                memory("Liked boats", null).supersededBy(compared.id()),
                memory("Liked ferries", EAST).model("a model").supersededBy(compared.id()),
                memory(" \u00A0", null));
        StoredMemories.insert(environment, Traveller.known(port), memory("Somebody else's", null));

        Found semantic = searches.byText("the sea", "mode", "SEMANTIC");
        Found hybrid = searches.byText("the sea");
        Found keyword = searches.byText("the sea", "mode", "KEYWORD");
        Found insights = searches.byText("the sea", "filter", Map.of("kind", List.of("INSIGHT")));
        Found all = searches.byText("the sea", "filter", Map.of("includeSuperseded", true));
        Found byVector = searches.byVector(EAST, "model", "the model");

        assertThat(List.of(semantic.pending(), semantic.otherModels())).containsExactly(2, 3);
        assertThat(semantic.exact()).isFalse();
        assertThat(semantic.texts()).containsExactly("Likes museums");
        assertThat(List.of(hybrid.pending(), hybrid.otherModels())).containsExactly(2, 3);
        assertThat(hybrid.exact()).isFalse();
        assertThat(hybrid.texts()).contains("Likes the sea");
        assertThat(List.of(keyword.pending(), keyword.otherModels())).containsExactly(0, 0);
        assertThat(keyword.exact()).isTrue();
        assertThat(List.of(insights.pending(), insights.otherModels())).containsExactly(1, 1);
        assertThat(List.of(all.pending(), all.otherModels())).containsExactly(3, 4);
        assertThat(List.of(byVector.pending(), byVector.otherModels())).containsExactly(2, 3);
        assertThat(searches.byText("the sea", "filter", Map.of("kind", List.of("PREFERENCE")))
                        .exact())
                .isTrue();
    }

    @Test
    void findsTheMostTellingWordsFirst() {
        Row both = memory("A window seat on the night train", EAST);
        Row rare = memory("The sleeper left from the window side", null);
        Row common = memory("Trains and trains again", EAST);
        Row other = memory("Trained by a train driver", EAST);
        store(both, rare, common, other, memory("Nothing of the kind", EAST));

        Found found = searches.byText("windows, TRAINS, zeppelins", "mode", "KEYWORD");

        double window = idf(5, 2);
        double train = idf(5, 3);
        double all = window + train + idf(5, 0);
        assertThat(found.mode()).isEqualTo("KEYWORD");
        assertThat(found.exact()).isTrue();
        assertThat(found.ids()).containsExactly(both.id(), rare.id(), common.id(), other.id());
        assertThat(found.hits()).extracting(Hit::distance).containsOnlyNulls();
        double[] ranks = {
            (window + train) * saturation(both, 1) / all,
            window * saturation(rare, 1) / all,
            train * saturation(common, 2) / all,
            train * saturation(other, 2) / all
        };
        for (int i = 0; i < ranks.length; i++) {
            Hit hit = found.hits().get(i);
            assertThat(requireNonNull(hit.textRank())).isEqualTo(ranks[i], within(1e-9));
            assertThat(hit.score()).isEqualTo(hit.textRank());
        }
    }

    /** How much of the weight of a word a text has that has it so often. */
    private double saturation(Row row, int frequency) {
        double length = Superuser.of(environment)
                .sql("""
                        select length(words) / (select avg(length(o.words)) from memory_embeddings o where o.user_id = m.user_id)
                          from memory_embeddings m
                         where id = ?
                        """)
                .param(row.id())
                .query(Double.class)
                .single();
        return frequency / (frequency + 0.9 * (1 - 0.4 + 0.4 * length));
    }

    @Test
    void weighsWordsByTheMemoriesThatTheFilterLeaves() {
        Row seat = memory("An aisle seat", null).kind(MemoryKind.PREFERENCE);
        Row meal = memory("A vegetarian meal in any seat", null).kind(MemoryKind.PREFERENCE);
        List<Row> rows = new ArrayList<>(List.of(seat, meal));
        for (int i = 0; i < 20; i++) {
            rows.add(memory("The aisle of shop number " + i, null));
        }
        store(rows);

        Found found = searches.byText("aisle seat", "mode", "KEYWORD", "filter", Map.of("kind", List.of("PREFERENCE")));

        double aisle = idf(2, 1);
        double common = idf(2, 2);
        assertThat(found.ids()).containsExactly(seat.id(), meal.id());
        double first = requireNonNull(found.hit(seat.id()).textRank());
        double second = requireNonNull(found.hit(meal.id()).textRank());
        assertThat(second / first).isBetween(0.7 * common / (aisle + common), common / (aisle + common));
    }

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

    @Test
    void answersAVectorByMeaningAlone() {
        Row row = store(memory("Tea", directions.away(EAST, 0.5))).get(0);

        Found hybrid = searches.byVector(EAST, "mode", "HYBRID");

        assertThat(hybrid.mode()).isEqualTo("SEMANTIC");
        assertThat(hybrid.ids()).containsExactly(row.id());
        assertThat(searches.byVector(EAST)).isEqualTo(hybrid);
        assertThat(searches.byVector(EAST, "mode", "SEMANTIC")).isEqualTo(hybrid);
        assertThat(searches.byVector(EAST, "fusion", "WEIGHTED")).isEqualTo(hybrid);
        searches.send(Map.of("vector", EAST.toFloats()), "mode", "KEYWORD").blames("mode");
    }

    @Test
    void takesAVectorAsBase64() {
        store(memory("Tea", directions.away(EAST, 0.5)), memory("Coffee", directions.away(EAST, 0.75)));

        Wire.Answer answer = searches.send(Map.of("vector", base64(EAST.toFloats())));

        assertThat(Found.at("", answer)).isEqualTo(searches.byVector(EAST));
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.MIN_VALUE, 1e-30f, 1e30f, Float.MAX_VALUE})
    void comparesVectorsOfEveryLength(float length) {
        float[] numbers = new float[Vector.DIMENSIONS];
        numbers[0] = length;
        store(memory("Tea", directions.away(EAST, 0.5)), memory("Coffee", directions.away(EAST, 0.75)));
        String id = Wire.of(port, ada)
                .send(
                        "mutation ($input: AddMemoryInput!) { addMemory(input: $input) { memory { id } } }",
                        Map.of("input", Map.of("kind", "INSIGHT", "text", "Water", "embedding", numbers)))
                .at("/addMemory/memory/id");

        Found found = Found.at("", searches.send(Map.of("vector", numbers)));

        assertThat(found.texts()).containsExactly("Water", "Tea", "Coffee");
        assertThat(found.hits().get(0).id()).hasToString(id);
        double[] distances = {0, 0.5, 0.75};
        for (int i = 0; i < distances.length; i++) {
            assertThat(requireNonNull(found.hits().get(i).distance())).isEqualTo(distances[i], within(PRECISION));
        }
    }

    @Test
    void takesAStoredVectorOfZerosForOneLikeNothing() {
        Row near = memory("Hotel by the sea", directions.away(EAST, 0.5));
        Row zero = memory("Hotel by the station", EAST);
        Row far = memory("Hotel by the lake", directions.away(EAST, 1.5));
        store(near, zero, far);
        Superuser.of(environment)
                .sql("update memory_embeddings set embedding = array_fill(0, array[1536])::vector where id = ?")
                .param(zero.id())
                .update();

        Found found = searches.byVector(EAST);

        assertThat(found.ids()).containsExactly(near.id(), zero.id(), far.id());
        assertThat(found.hit(zero.id()).score()).isEqualTo(0.5);
        assertThat(searches.byText("hotel", "mode", "SEMANTIC").hits()).hasSize(3);
        assertThat(searches.byText("hotel").hits()).hasSize(3);
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

    static Stream<String> oddTexts() {
        return Stream.of(
                "It's 5 o'clock \\ somewhere, isn''t it",
                "C:\\Users\\Zoë\\trips\\'quoted'\\",
                "\"double\" 'single' `back` $$dollar$$ $1 ? :name ::text",
                "a & b | !c <-> d:*",
                "lisbon:A & !(porto | 'faro')",
                "'; drop table memory_embeddings; --",
                "lisbon' or '1'='1",
                "lisbon\\",
                "100% _wild_ [a-z]* (group",
                "mail ada@example.com about https://example.com/it's?q=a%20b&c=\\d",
                "/usr/local/share/o'hare 2026-03-01T12:00:00Z -3.14e10 1,800",
                "Zürich Ångström naïve ﬁne e\u0301te\u0301",
                "🏖️ beach 👩‍👩‍👧 family 🇵🇹",
                "里斯本的海滩 东京 寿司",
                "شاطئ לשבונה пляж",
                "tab\tand\nline\u2028and\u00a0space",
                "\u200b\u202e\ufeff lisbon",
                "x".repeat(10_000),
                "🏖️"
                        .codePoints()
                        .limit(1)
                        .mapToObj(Character::toString)
                        .collect(joining())
                        .repeat(10_000),
                "lisbon ".repeat(1428));
    }

    @ParameterizedTest
    @MethodSource("oddTexts")
    void looksForAnyText(String text) {
        Row same = memory(text, directions.any());
        store(same, memory("Lisbon", directions.any()), memory("Ålesund", null));

        Found words = searches.byText(text, "mode", "KEYWORD");
        Found meaning = searches.byText(text, "mode", "SEMANTIC");
        Found both = searches.byText(text, "mode", "HYBRID");

        assertThat(meaning.hits()).hasSize(2);
        assertThat(both.ids()).containsAll(meaning.ids()).containsAll(words.ids());
        boolean hasWords = !Superuser.of(environment)
                .sql("select words::text from memory_embeddings where id = ?")
                .param(same.id())
                .query(String.class)
                .single()
                .isEmpty();
        assertThat(words.ids().contains(same.id())).isEqualTo(hasWords);
        if (hasWords) {
            assertThat(requireNonNull(words.hit(same.id()).textRank()))
                    .isEqualTo(words.hits().get(0).textRank())
                    .isPositive()
                    .isLessThan(1);
        }
    }

    @Test
    void findsNamesThatAreStopWords() {
        Row will = memory("Will is allergic to nuts", directions.any());
        Row it = memory("It was her favourite film", directions.any());
        store(will, it, memory("Dinner in Lisbon", directions.any()));

        assertThat(searches.byText("Will", "mode", "KEYWORD").ids()).containsExactly(will.id());
        assertThat(searches.byText("who will it", "mode", "KEYWORD").ids())
                .containsExactlyInAnyOrder(will.id(), it.id());
        assertThat(searches.byText("Will the dinner", "mode", "KEYWORD").texts())
                .containsExactly("Dinner in Lisbon", "Will is allergic to nuts");
    }

    @ParameterizedTest
    @ValueSource(strings = {"?!… -- \"'", "🏖️"})
    void answersTextsWithoutWords(String text) {
        store(memory("The and of with", directions.any()), memory("Lisbon", directions.any()), memory("Porto", null));

        assertThat(searches.byText(text, "mode", "KEYWORD").hits()).isEmpty();
        Found both = searches.byText(text, "mode", "HYBRID");
        assertThat(both.mode()).isEqualTo("HYBRID");
        assertThat(both.ids())
                .isEqualTo(searches.byText(text, "mode", "SEMANTIC").ids())
                .hasSize(2);
        assertThat(both.hits()).extracting(Hit::textRank).containsOnly(0.0);
    }

    @Test
    void refusesATextThatNoDatabaseStores() {
        for (String mode : List.of("KEYWORD", "SEMANTIC", "HYBRID")) {
            searches.send(Map.of("text", "lisbon \u0000"), "mode", mode).isRefused("BAD_USER_INPUT");
        }
    }

    @Test
    void looksAtTheThirtyTwoRarestWords() {
        List<Row> common = new ArrayList<>();
        List<Row> rare = new ArrayList<>();
        List<String> words = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            String word =
                    "%c%c%c".formatted('b' + i / 10, 'k' + i % 10, 'z' - i % 7).repeat(2);
            words.add(word);
            rare.add(memory("Only " + word, null));
            if (i < 8) {
                common.add(memory("Again " + word, null));
            }
        }
        store(rare);
        store(common);
        String nonsense = IntStream.range(0, 1000).mapToObj(i -> "qx" + i).collect(joining(" "));
        String text = String.join(" ", words) + " " + nonsense;

        Found found = searches.byText(text, "mode", "KEYWORD", "first", 100);

        assertThat(found.ids())
                .containsExactlyInAnyOrderElementsOf(
                        rare.subList(8, 40).stream().map(Row::id).toList());
        assertThat(searches.byText(nonsense + " " + words.get(39), "mode", "KEYWORD")
                        .ids())
                .containsExactly(rare.get(39).id());
        assertThat(searches.byText(nonsense + " " + words.get(39), "mode", "HYBRID")
                        .ids())
                .containsExactly(rare.get(39).id());
    }

    @Test
    void ranksAWordThatIsThereAboveOneThatBeginsOrEndsLikeIt() {
        Row night = memory("Nachtzug nach Wien, viel besser", null);
        Row train = memory("Der Zug nach Wien war laut und voll", null);
        Row house = memory("Das Haus am See", null);
        store(night, train, house, memory("Lisbon", null));

        assertThat(searches.byText("Zug", "mode", "KEYWORD").ids()).containsExactly(train.id(), night.id());
        assertThat(searches.byText("Nachtzüge", "mode", "KEYWORD").ids()).containsExactly(night.id());
        assertThat(searches.byText("Häusern", "mode", "KEYWORD").ids()).containsExactly(house.id());
        assertThat(searches.byText("Nacht", "mode", "KEYWORD").ids()).containsExactly(night.id());
    }

    @Test
    void findsNumbersWithAndWithoutCommas() {
        Row commas = memory("A budget of $1,800, or $1,234,567.50 for all", null);
        Row plain = memory("Paid 1800 in rooms 101, 102 and 1,2345", null);
        store(commas, plain);

        for (String number : List.of("1800", "1,800", "$1,800.")) {
            assertThat(searches.byText(number, "mode", "KEYWORD").ids())
                    .containsExactlyInAnyOrder(commas.id(), plain.id());
        }
        assertThat(searches.byText("1234567.50", "mode", "KEYWORD").ids()).containsExactly(commas.id());
        assertThat(searches.byText("101", "mode", "KEYWORD").ids()).containsExactly(plain.id());
        assertThat(searches.byText("2345", "mode", "KEYWORD").ids()).containsExactly(plain.id());
        assertThat(searches.byText("800", "mode", "KEYWORD").hits()).isEmpty();
    }

    @Test
    void comparesVectorsOfOneModelOnly() {
        Row unspecified = memory("Tea", directions.away(EAST, 0.1));
        Row deployment = memory("Coffee", directions.away(EAST, 0.2)).model(provider.model());
        Row foreign = memory("Cocoa", directions.away(EAST, 0.3)).model("text-embedding-9");
        Row other = memory("Water", directions.away(EAST, 0.4)).model("word2vec");
        store(unspecified, deployment, foreign, other);

        assertThat(searches.byVector(EAST).ids()).containsExactly(unspecified.id(), deployment.id());
        assertThat(searches.byVector(EAST, "model", provider.model()).ids())
                .containsExactly(unspecified.id(), deployment.id());
        assertThat(searches.byVector(EAST, "model", "text-embedding-9").ids()).containsExactly(foreign.id());
        assertThat(searches.byVector(EAST, "model", "nobody's").hits()).isEmpty();
        assertThat(searches.byText("cocoa", "mode", "SEMANTIC").ids())
                .containsExactlyInAnyOrder(unspecified.id(), deployment.id());

        Found both = searches.byText("cocoa");

        assertThat(both.ids()).containsExactlyInAnyOrder(unspecified.id(), deployment.id(), foreign.id());
        assertThat(both.hit(foreign.id()).distance()).isNull();
        assertThat(requireNonNull(both.hit(foreign.id()).textRank())).isPositive();
        assertThat(searches.byText("water", "mode", "KEYWORD").ids()).containsExactly(other.id());
    }

    @ParameterizedTest
    @EnumSource(SearchMode.class)
    void sendsOneStatementAndOneForWhatItCouldNotCompare(SearchMode mode) {
        store(memory("Tea", directions.any()), memory("Coffee", null));
        double before = statements();

        searches.byText("tea", "mode", mode.name());

        assertThat(statements() - before).isEqualTo(mode == SearchMode.KEYWORD ? 1 : 2);
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
        double before = statements();

        Wire.Answer answer = Wire.of(port, ada).send(document, Map.of("vector", EAST.toFloats(), "text", text));

        assertThat(statements() - before).isEqualTo(9);
        assertThat(Found.at("meaning", answer)).isEqualTo(searches.byText(text, "mode", "SEMANTIC"));
        assertThat(Found.at("words", answer)).isEqualTo(searches.byText(text, "mode", "KEYWORD"));
        assertThat(Found.at("both", answer)).isEqualTo(searches.byText(text, "fusion", "WEIGHTED", "first", 3));
        assertThat(Found.at("other", answer)).isEqualTo(searches.byText("harbour"));
        assertThat(Found.at("vector", answer)).isEqualTo(searches.byVector(EAST));
    }

    /** Beyond all thresholds of the repository: some vectors in clusters, as texts are, some in no order at all. */
    @Test
    void findsTheNearestOfManyThousands() {
        // So often that PostgreSQL keeps its plans for the few memories that there are.
        for (int i = 0; i < 20; i++) {
            searches.byVector(EAST);
            searches.byText("memory");
        }
        List<Vector> centers = Stream.generate(directions::any).limit(30).toList();
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 10_500; i++) {
            Vector vector = i % 3 == 0
                    ? directions.any()
                    : directions.away(centers.get(i % centers.size()), 0.05 + directions.upTo(0.5));
            rows.add(memory("Memory " + i, vector).kind(KINDS.get(i % 4)));
        }
        store(rows);

        List<Vector> queries = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            queries.add(directions.any());
            queries.add(directions.away(centers.get(i), 0.3));
            queries.add(requireNonNull(rows.get(i).vector()));
        }
        for (Vector query : queries) {
            for (int first : new int[] {1, 10, 100}) {
                Found found = searches.byVector(query, "first", first);
                assertThat(found.ids()).isEqualTo(nearest(query, first, "%"));
                assertThat(found.exact()).isFalse();
                Found insights = searches.byVector(query, "first", first, "filter", Map.of("kind", List.of("INSIGHT")));
                assertThat(insights.ids()).isEqualTo(nearest(query, first, "insight"));
            }
        }
        // Nothing tells random vectors apart but a full comparison, which 3000 of them get.
        assertThat(searches.byVector(queries.get(0), "filter", Map.of("kind", List.of("INSIGHT")))
                        .exact())
                .isTrue();
        assertThat(searches.byText("memory 7", "mode", "KEYWORD", "first", 100).hits())
                .hasSize(100)
                .first()
                .extracting(Hit::text)
                .isEqualTo("Memory 7");
        assertThat(searches.byText("memory 7", "first", 100).texts())
                .hasSize(100)
                .contains("Memory 7");
    }

    /** By comparing all. */
    private List<UUID> nearest(Vector query, int first, String kind) {
        return Superuser.of(environment)
                .sql("""
                        select id
                          from memory_embeddings
                         where user_id = ? and content_type like ?
                         order by embedding <=> ?::vector, id
                         limit ?
                        """)
                .params(ada.id(), kind, query.json(), first)
                .query((row, number) -> row.getObject("id", UUID.class))
                .list();
    }

    private List<Row> store(Row... rows) {
        return StoredMemories.insert(environment, ada, rows);
    }

    private void store(List<Row> rows) {
        StoredMemories.insert(environment, ada, rows);
    }

    /** Memories at all distances, a third of them without a vector, with all shares of some words and with none. */
    private void storeAround(Vector meaning, int count) {
        List<String> words =
                List.of("vegetarian", "dinner", "near", "harbour", "sunset", "quiet", "room", "train", "nothing");
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int number = i;
            String text = IntStream.range(0, words.size())
                    .filter(word -> number % (word + 2) == 1)
                    .mapToObj(words::get)
                    .collect(joining(" ", "Note " + i + " ", "."));
            rows.add(memory(text, i % 3 == 0 ? null : directions.away(meaning, directions.upTo(2))));
        }
        store(rows);
    }

    private Vector vectorOf(String query) {
        return Vector.padded(
                provider.embed(List.of(query), Purpose.QUERY, OwnKey.NONE).get(0));
    }

    private double statements() {
        return meters.get("gateway.operation.statements")
                .tag("access", "read")
                .summary()
                .totalAmount();
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

    private static double idf(int all, int found) {
        return Math.log(1 + (all - found + 0.5) / (found + 0.5));
    }

    private static float[] ramp(int length) {
        float[] numbers = new float[length];
        for (int i = 0; i < length; i++) {
            numbers[i] = (i - 700) / 1000f;
        }
        return numbers;
    }

    private static String base64(float[] numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(numbers.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(numbers);
        return Base64.getEncoder().encodeToString(bytes.array());
    }
}
