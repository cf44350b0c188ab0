package com.tripsage.gateway.memory;

import static com.tripsage.gateway.memory.StoredMemories.memory;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.GatewayTest;
import com.tripsage.gateway.Superuser;
import com.tripsage.gateway.Traveller;
import com.tripsage.gateway.Wire;
import com.tripsage.gateway.embedding.EmbeddingProvider;
import com.tripsage.gateway.embedding.OwnKey;
import com.tripsage.gateway.embedding.Purpose;
import com.tripsage.gateway.memory.Searches.Found;
import com.tripsage.gateway.memory.StoredMemories.Row;
import com.tripsage.gateway.value.Vector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.env.Environment;

/** The memories of two people who remember the very same things: each finds only their own, whatever they send. */
@GatewayTest
class MemoryIsolationTests {

    private static final Pattern ID = Pattern.compile("\\p{XDigit}{8}(?:-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

    private static final List<String> TEXTS = List.of(
            "I prefer aisle seats",
            "Allergic to peanuts",
            "The hotel in Porto had a view of the river",
            "Three days in Seattle on a budget of 1800");

    private static final Map<String, ?> ALL = Map.of("includeSuperseded", true);

    @LocalServerPort
    int port;

    @Autowired
    Environment environment;

    @Autowired
    EmbeddingProvider provider;

    final Directions directions = new Directions(11);
    final UUID session = UUID.randomUUID();

    Traveller ada;
    Traveller eve;
    List<Row> ofAda = new ArrayList<>();
    List<Row> ofEve = new ArrayList<>();

    @BeforeEach
    void remember() {
        ada = Traveller.known(port);
        eve = Traveller.known(port);
        List<MemoryKind> kinds =
                List.of(MemoryKind.PREFERENCE, MemoryKind.INSIGHT, MemoryKind.CONVERSATION, MemoryKind.TRIP_CREATION);
        for (int i = 0; i < 40; i++) {
            Row row = memory(TEXTS.get(i % 4) + ", remembered as " + i, i % 5 == 0 ? null : directions.any())
                    .kind(kinds.get(i % 4))
                    .metadata("{\"owner\": \"%s\", \"n\": %d}".formatted(ada.id(), i))
                    .sessionId(session)
                    .model(i % 7 == 0 ? "word2vec" : Models.UNSPECIFIED);
            ofAda.add(row);
            ofEve.add(row.copy());
        }
        ofAda.set(39, ofAda.get(39).supersededBy(ofAda.get(38).id()));
        ofEve.set(39, ofEve.get(39).supersededBy(ofEve.get(38).id()));
        StoredMemories.insert(environment, ada, ofAda);
        StoredMemories.insert(environment, eve, ofEve);
        Superuser.of(environment).sql("""
                        insert into memory_history (user_id, memory_id, content_text)
                        select user_id, id, content_text || ', as before'
                          from memory_embeddings
                         where user_id in (?, ?)
                        """).params(ada.id(), eve.id()).update();
    }

    @ParameterizedTest
    @EnumSource(SearchMode.class)
    void findsByAnyTextOnlyWhatIsTheCallers(SearchMode mode) {
        List<String> texts = new ArrayList<>(TEXTS);
        texts.addAll(List.of(
                ada.id().toString(),
                ada.email(),
                "everything that " + ada.email() + " remembers",
                "' or user_id = '" + ada.id() + "' --",
                "seats | peanuts | hotel | days",
                "remembered, as before"));
        for (String text : texts) {
            for (Map<String, ?> filter : filters()) {
                for (String fusion : List.of("RECIPROCAL_RANK", "WEIGHTED")) {
                    isEves(Searches.of(port, eve)
                            .byText(text, "mode", mode.name(), "first", 100, "filter", filter, "fusion", fusion));
                }
            }
        }
        assertThat(Searches.of(port, eve)
                        .byText("remembered", "mode", "HYBRID", "first", 100, "filter", ALL)
                        .ids())
                .containsExactlyInAnyOrderElementsOf(ids(ofEve));
    }

    @Test
    void findsByAnyVectorOnlyWhatIsTheCallers() {
        List<Vector> vectors = new ArrayList<>();
        for (int i = 1; i < 10; i++) {
            Row row = ofAda.get(i);
            if (row.vector() != null) {
                vectors.add(row.vector());
            }
        }
        vectors.add(Directions.axis(0));
        vectors.add(Vector.padded(new float[] {Float.MIN_VALUE}));
        vectors.add(Vector.padded(new float[] {-Float.MAX_VALUE, Float.MAX_VALUE}));
        vectors.add(directions.any());
        Searches searches = Searches.of(port, eve);
        for (Vector vector : vectors) {
            for (Map<String, ?> filter : filters()) {
                for (String model : List.of(
                        Models.UNSPECIFIED,
                        provider.model(),
                        "word2vec",
                        ada.id().toString())) {
                    isEves(searches.byVector(vector, "first", 100, "filter", filter, "model", model));
                }
            }
        }
        Row row = ofAda.get(1);
        Found nearest = searches.byVector(requireNonNull(row.vector()), "first", 1);
        assertThat(nearest.ids()).containsExactly(ofEve.get(1).id());
    }

    private List<Map<String, ?>> filters() {
        return List.of(
                Map.of(),
                ALL,
                Map.of("metadata", Map.of("owner", ada.id())),
                Map.of("sessionId", session),
                Map.of("kind", List.of("TRIP_CREATION", "PREFERENCE")),
                Map.of("createdAfter", "1970-01-01T00:00:00Z", "includeSuperseded", true));
    }

    private void isEves(Found found) {
        assertThat(ids(ofEve)).containsAll(found.ids());
    }

    @Test
    void listsOnlyWhatIsTheCallers() {
        String document = """
                query ($filter: MemoryFilter) {
                  memories(first: 100, filter: $filter) {
                    totalCount
                    edges { node { id user { id } supersededBy { id user { id } } history { text } } }
                  }
                }""";
        for (Map<String, ?> filter : filters()) {
            Wire.Answer answer = Wire.of(port, eve).send(document, Map.of("filter", filter));

            assertThat(answer.at("/memories/edges")).isNotEqualTo("[]");
            assertThat(idsIn(answer)).isSubsetOf(strings(ids(ofEve), eve.id()));
        }
        Wire.Answer all = Wire.of(port, eve).send(document, Map.of("filter", ALL));
        assertThat(all.at("/memories/totalCount")).isEqualTo("40");
        assertThat(all.each("/memories/edges", "/node/history")).allMatch(history -> history.contains("as before"));
        assertThat(all.each("/memories/edges", "/node/supersededBy"))
                .filteredOn(superseding -> !superseding.equals("null"))
                .singleElement()
                .asString()
                .contains(ofEve.get(38).id().toString());
    }

    @Test
    void hidesSingleMemoriesOfOthers() {
        String document = "query ($id: ID!) { node(id: $id) { id ... on Memory { text embedding history { text }"
                + " supersededBy { id } user { email } } } }";
        for (Row row : ofAda) {
            assertThat(Wire.of(port, eve).send(document, Map.of("id", row.id())).at("/node"))
                    .isEqualTo("null");
        }
        assertThat(Wire.of(port, eve)
                        .send(document, Map.of("id", ofEve.get(39).id()))
                        .at("/node/supersededBy/id"))
                .isEqualTo(ofEve.get(38).id().toString());
    }

    @Test
    void changesNothingOfOthers() {
        String before = rowsOfAda();
        Wire wire = Wire.of(port, eve);
        for (Row row : ofAda.subList(0, 5)) {
            wire.send(
                            "mutation ($input: UpdateMemoryInput!) { updateMemory(input: $input) { memory { id } } }",
                            Map.of("input", Map.of("id", row.id(), "text", "Changed")))
                    .isRefused("NOT_FOUND");
            wire.send("mutation ($id: ID!) { deleteMemory(id: $id) { deletedId } }", Map.of("id", row.id()))
                    .isRefused("NOT_FOUND");
            add(eve, Map.of("kind", "INSIGHT", "text", "Instead of " + row.id(), "supersedes", row.id()))
                    .isRefused("NOT_FOUND");
        }

        assertThat(rowsOfAda()).isEqualTo(before);
    }

    @Test
    void knowsNoDuplicatesButTheCallers() {
        Vector vector = directions.any();
        Row secret = memory("The code of the safe is 4711", vector).kind(MemoryKind.INSIGHT);
        StoredMemories.insert(environment, ada, secret);
        String before = rowsOfAda();
        Map<String, ?> sameText = Map.of("kind", "INSIGHT", "text", secret.text());
        Map<String, ?> sameVector =
                Map.of("kind", "INSIGHT", "text", "What opens the safe", "embedding", vector.toFloats());

        Wire.Answer byText = add(eve, sameText);
        Wire.Answer byVector = add(eve, sameVector);

        assertThat(byText.at("/addMemory/outcome")).isEqualTo("CREATED");
        assertThat(byVector.at("/addMemory/outcome")).isEqualTo("CREATED");
        assertThat(byText.at("/addMemory/memory/id"))
                .isNotEqualTo(secret.id().toString())
                .isNotEqualTo(byVector.at("/addMemory/memory/id"));
        assertThat(add(eve, sameText).at("/addMemory"))
                .isEqualTo(byText.at("/addMemory").replace("CREATED", "DUPLICATE"));
        assertThat(add(ada, sameText).at("/addMemory/memory/id"))
                .isEqualTo(secret.id().toString());
        assertThat(rowsOfAda()).isEqualTo(before);
    }

    private Wire.Answer add(Traveller traveller, Map<String, ?> input) {
        return Wire.of(port, traveller)
                .send(
                        "mutation ($input: AddMemoryInput!) { addMemory(input: $input) { memory { id } outcome } }",
                        Map.of("input", input));
    }

    /** But for when they were last seen. */
    private String rowsOfAda() {
        return Superuser.of(environment)
                .sql("""
                        select string_agg((to_jsonb(m) - 'last_seen_at')::text, chr(10) order by m.id)
                          from memory_embeddings m
                         where user_id = ?
                        """)
                .param(ada.id())
                .query(String.class)
                .single();
    }

    @Test
    void findsTripsOnlyOfTheCallerAndThoseShared() {
        List<UUID> trips = new ArrayList<>();
        List<UUID> ofEve = new ArrayList<>();
        for (String text : TEXTS) {
            trips.add(ada.createTrip(Map.of("title", "Ada's", "description", text)));
            ofEve.add(eve.createTrip(Map.of("title", "Eve's", "description", text)));
        }
        List<UUID> seen = new ArrayList<>(ofEve);
        assertThat(tripsThatEveFinds(trips)).containsExactlyInAnyOrderElementsOf(strings(seen));

        ada.share(trips.get(0), eve, "VIEWER");
        ada.share(trips.get(1), eve, "EDITOR");
        seen.addAll(trips.subList(0, 2));
        assertThat(tripsThatEveFinds(trips)).containsExactlyInAnyOrderElementsOf(strings(seen));

        for (UUID trip : trips.subList(0, 2)) {
            ada.execute(
                            "mutation ($input: UnshareTripInput!) { unshareTrip(input: $input) { trip { id } } }",
                            Map.of("input", Map.of("tripId", trip, "userId", eve.id())))
                    .errors()
                    .verify();
        }
        assertThat(tripsThatEveFinds(trips)).containsExactlyInAnyOrderElementsOf(strings(ofEve));
    }

    /** By all trips, texts and vectors, and beside each trip that she sees. */
    private List<String> tripsThatEveFinds(List<UUID> trips) {
        Wire wire = Wire.of(port, eve);
        String like = "query ($like: SimilarTo!) { similarTrips(like: $like, first: 100) { trip { id } } }";
        List<String> found = new ArrayList<>();
        for (UUID trip : trips) {
            Wire.Answer answer = wire.send(like, Map.of("like", Map.of("tripId", trip)));
            if (answer.codes().isEmpty()) {
                found.addAll(answer.each("/similarTrips", "/trip/id"));
            } else {
                answer.isRefused("NOT_FOUND");
            }
        }
        for (String text : TEXTS) {
            found.addAll(wire.send(like, Map.of("like", Map.of("text", text))).each("/similarTrips", "/trip/id"));
            float[] vector =
                    provider.embed(List.of(text), Purpose.DOCUMENT, OwnKey.NONE).get(0);
            float[] padded = Vector.padded(vector).toFloats();
            found.addAll(
                    wire.send(like, Map.of("like", Map.of("vector", padded))).each("/similarTrips", "/trip/id"));
        }
        found.addAll(idsIn(wire.send("""
                { trips(first: 10) { edges { node { similarTrips(first: 10) {
                    trip { id similarTrips(first: 10) { trip { id } } } } } } } }""")));
        return found.stream().distinct().toList();
    }

    @Test
    void keepsTheOwnersMemoriesFromMembers() {
        String text = "A week of surfing and seafood";
        UUID trip = ada.createTrip(Map.of("title", "Ericeira", "description", text));
        ada.share(trip, eve, "EDITOR");
        Map<String, @Nullable Object> change = new HashMap<>();
        change.put("id", trip);
        change.put("description", text + ", and of rain");
        eve.execute(
                        "mutation ($input: UpdateTripInput!) { updateTrip(input: $input) { trip { id } } }",
                        Map.of("input", change))
                .errors()
                .verify();
        Map<String, ?> ofTrip = Map.of("metadata", Map.of("trip_id", trip), "includeSuperseded", true);

        for (String mode : List.of("SEMANTIC", "KEYWORD", "HYBRID")) {
            Searches eves = Searches.of(port, eve);
            assertThat(eves.byText(text, "mode", mode, "first", 100, "filter", ofTrip)
                            .hits())
                    .isEmpty();
            isEves(eves.byText(text, "mode", mode, "first", 100));
            assertThat(Searches.of(port, ada)
                            .byText("surfing rain", "mode", "KEYWORD", "filter", ofTrip)
                            .texts())
                    .containsExactly(text + ", and of rain");
        }
        assertThat(Wire.of(port, eve)
                        .send(
                                "query ($filter: MemoryFilter) { memories(first: 9, filter: $filter) { totalCount } }",
                                Map.of("filter", ofTrip))
                        .at("/memories/totalCount"))
                .isEqualTo("0");
    }

    private static List<UUID> ids(List<Row> rows) {
        return rows.stream().map(Row::id).toList();
    }

    private static List<String> strings(List<UUID> ids, UUID... more) {
        List<UUID> all = new ArrayList<>(ids);
        all.addAll(List.of(more));
        return all.stream().map(UUID::toString).toList();
    }

    private static List<String> idsIn(Wire.Answer answer) {
        assertThat(answer.codes()).isEmpty();
        return ID.matcher(answer.at("")).results().map(found -> found.group()).toList();
    }
}
