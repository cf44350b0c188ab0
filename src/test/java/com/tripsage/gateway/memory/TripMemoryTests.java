package com.tripsage.gateway.memory;

import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.Superuser;
import com.tripsage.gateway.Traveller;
import com.tripsage.gateway.TwoTravellers;
import com.tripsage.gateway.Wire;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The memory of a trip's description, which is kept in step with it. */
class TripMemoryTests extends TwoTravellers {

    private static final String CREATE =
            "mutation ($input: CreateTripInput!) { createTrip(input: $input) { trip { id } } }";

    private static final String UPDATE =
            "mutation ($input: UpdateTripInput!) { updateTrip(input: $input) { trip { description } } }";

    private static final String MEMORIES = """
            { memories(filter: { kind: [TRIP_CREATION] }) {
                edges { node { id text metadata embeddingModel embedding history { text } version } } } }""";

    @Test
    void remembersHowATripIsDescribed() {
        UUID trip = create("A week of museums in Lisbon");

        Wire.Answer memories = memories(ada);
        assertThat(texts(ada)).containsExactly("A week of museums in Lisbon");
        assertThat(memories.at("/memories/edges/0/node/metadata")).isEqualTo("{\"trip_id\":\"%s\"}".formatted(trip));
        assertThat(memories.at("/memories/edges/0/node/embeddingModel")).isEqualTo("bge-small-en-v1.5-q");
        assertThat(vectorsOf(trip)).isOne();
        assertThat(waiting(trip)).isZero();
        assertThat(sql(
                        "select count(*) from memory_embeddings m join trip_embeddings t on t.embedding = m.embedding"
                                + " where t.trip_id = ?",
                        trip))
                .isOne();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "\n\t", "\u00A0", "\u200B"})
    void remembersNothingOfNothing(@Nullable String description) {
        UUID trip = create(description);

        assertThat(texts(ada)).isEmpty();
        assertThat(vectorsOf(trip)).isZero();
        assertThat(waiting(trip)).isZero();
    }

    @Test
    void tripsOfOneDescriptionAreRememberedEach() {
        create("A week in Lisbon");
        create("A week in Lisbon");

        assertThat(texts(ada)).containsExactly("A week in Lisbon", "A week in Lisbon");
    }

    @Test
    void changesWithTheDescription() {
        UUID trip = create("A week in Lisbon");
        String before = memories(ada).at("/memories/edges/0/node/embedding");

        update(ada, trip, "description", "Ten days in the Alps").at("/updateTrip");

        Wire.Answer memories = memories(ada);
        assertThat(texts(ada)).containsExactly("Ten days in the Alps");
        assertThat(memories.at("/memories/edges/0/node/history")).isEqualTo("[{\"text\":\"A week in Lisbon\"}]");
        assertThat(memories.at("/memories/edges/0/node/version")).isEqualTo("2");
        assertThat(memories.at("/memories/edges/0/node/embedding"))
                .startsWith("[")
                .isNotEqualTo(before);
        assertThat(vectorsOf(trip)).isOne();
        assertThat(waiting(trip)).isZero();
        assertThat(sql(
                        "select count(*) from memory_embeddings m join trip_embeddings t on t.embedding = m.embedding"
                                + " where t.trip_id = ?",
                        trip))
                .isOne();
    }

    @Test
    void staysWithTheDescription() {
        UUID trip = create("A week in Lisbon");
        String before = memories(ada).body();

        update(ada, trip, "title", "Another title").at("/updateTrip");
        update(ada, trip, "description", "A week in Lisbon").at("/updateTrip");

        assertThat(memories(ada).body()).isEqualTo(before);
        assertThat(vectorsOf(trip)).isOne();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "\n\t", "\u00A0\u3000"})
    void goesWithTheDescriptionAndComesBack(@Nullable String nothing) {
        UUID trip = create("A week in Lisbon");

        update(ada, trip, "description", nothing).at("/updateTrip");
        assertThat(texts(ada)).isEmpty();
        assertThat(vectorsOf(trip)).isZero();
        assertThat(waiting(trip)).isZero();

        update(ada, trip, "description", "Ten days in the Alps").at("/updateTrip");
        assertThat(texts(ada)).containsExactly("Ten days in the Alps");
        assertThat(memories(ada).at("/memories/edges/0/node/metadata"))
                .isEqualTo("{\"trip_id\":\"%s\"}".formatted(trip));
        assertThat(memories(ada).at("/memories/edges/0/node/embedding")).startsWith("[");
        assertThat(vectorsOf(trip)).isOne();
    }

    @Test
    void comesWithALateDescription() {
        UUID trip = create(null);

        update(ada, trip, "description", "Ten days in the Alps").at("/updateTrip");

        assertThat(texts(ada)).containsExactly("Ten days in the Alps");
        assertThat(vectorsOf(trip)).isOne();
    }

    @Test
    void isTheOwnersAlsoWhenAnEditorChangesTheTrip() {
        UUID trip = create("A week in Lisbon");
        ada.share(trip, bob, "EDITOR");

        update(bob, trip, "description", "Ten days in the Alps").at("/updateTrip");

        assertThat(texts(ada)).containsExactly("Ten days in the Alps");
        assertThat(texts(bob)).isEmpty();
        assertThat(vectorsOf(trip)).isOne();
        update(bob, trip, "description", null).at("/updateTrip");
        assertThat(texts(ada)).isEmpty();
        update(bob, trip, "description", "A week in Lisbon").at("/updateTrip");
        assertThat(texts(ada)).containsExactly("A week in Lisbon");
        assertThat(texts(bob)).isEmpty();
    }

    /** An editor may remember anything about the trip; it stays the editor's. */
    @Test
    void isNotWhatAnEditorRemembersOfTheTrip() {
        UUID trip = create("A week in Lisbon");
        ada.share(trip, bob, "EDITOR");
        Wire.of(port, bob)
                .send("""
                mutation ($metadata: JSON) {
                  addMemory(input: { kind: TRIP_CREATION, text: "Mine", metadata: $metadata }) { outcome }
                }""", Map.of("metadata", Map.of("trip_id", trip)))
                .at("/addMemory");

        update(bob, trip, "description", "Ten days in the Alps").at("/updateTrip");
        delete(ada, trip).at("/deleteTrip");

        assertThat(texts(ada)).isEmpty();
        assertThat(texts(bob)).containsExactly("Mine");
    }

    /** However many name the trip in their metadata, as whoever imports memories may do. */
    @Test
    void isNotWhatTheOwnerRemembersOfTheTrip() {
        UUID trip = create("A week in Lisbon");
        List<String> own =
                IntStream.range(0, 10).mapToObj(n -> "Remembered " + n).toList();
        Wire.of(port, ada)
                .send(
                        "mutation ($inputs: [AddMemoryInput!]!) { addMemories(inputs: $inputs) { outcomes } }",
                        Map.of(
                                "inputs",
                                own.stream()
                                        .map(text -> Map.of(
                                                "kind",
                                                "TRIP_CREATION",
                                                "text",
                                                text,
                                                "metadata",
                                                Map.of("trip_id", trip)))
                                        .toList()))
                .at("/addMemories");
        String before = versions(own);

        update(ada, trip, "description", "Ten days in the Alps").at("/updateTrip");

        assertThat(texts(ada)).containsAll(own).contains("Ten days in the Alps").doesNotContain("A week in Lisbon");
        assertThat(texts(ada)).hasSize(own.size() + 1);
        assertThat(versions(own)).isEqualTo(before);
        update(ada, trip, "description", null).at("/updateTrip");
        assertThat(texts(ada)).containsExactlyInAnyOrderElementsOf(own);
        update(ada, trip, "description", "Back to Lisbon").at("/updateTrip");
        delete(ada, trip).at("/deleteTrip");
        assertThat(texts(ada)).containsExactlyInAnyOrderElementsOf(own);
    }

    /** Also where it says what the trip says: from the next change of the trip on it does not any more. */
    @Test
    void isNotWhatTheOwnerRemembersInTheSameWords() {
        UUID trip = create("A week in Lisbon");
        String kept = memories(ada).at("/memories/edges/0/node/id");
        var owner = new Assistant(ada.id(), Wire.of(port, ada));

        Wire.Answer own = owner.add(
                "kind", "TRIP_CREATION", "text", "A week in Lisbon", "metadata", Map.of("trip_id", trip.toString()));

        assertThat(own.at("/addMemory/outcome")).isEqualTo("CREATED");
        assertThat(own.at("/addMemory/memory/id")).isNotEqualTo(kept);
        update(ada, trip, "description", "Ten days in the Alps").at("/updateTrip");
        assertThat(owner.of(own.at("/addMemory/memory/id"), "text")).isEqualTo("A week in Lisbon");
        assertThat(owner.of(kept, "text")).isEqualTo("Ten days in the Alps");
        delete(ada, trip).at("/deleteTrip");
        assertThat(texts(ada)).containsExactly("A week in Lisbon");
    }

    @Test
    void isTheOwnersOnceTheOwnerHasChangedIt() {
        UUID trip = create("A week in Lisbon");
        ada.share(trip, bob, "EDITOR");
        String id = memories(ada).at("/memories/edges/0/node/id");
        new Assistant(ada.id(), Wire.of(port, ada))
                .update(id, "text", "A week in Lisbon, for work")
                .at("/updateMemory");

        update(bob, trip, "description", "Ten days in the Alps").at("/updateTrip");
        assertThat(texts(ada)).containsExactlyInAnyOrder("A week in Lisbon, for work", "Ten days in the Alps");

        delete(ada, trip).at("/deleteTrip");
        assertThat(texts(ada)).containsExactly("A week in Lisbon, for work");
    }

    /** Whatever a program that signs in as the user says that its memories describe. */
    @Test
    void isNotWhatAnybodyClaimsToBeTheDescription() {
        UUID trip = create("A week in Lisbon");
        UUID bare = create(null);
        ada.share(trip, bob, "EDITOR");
        for (Traveller who : List.of(ada, bob)) {
            for (UUID described : List.of(trip, bare)) {
                for (String text : List.of("A week in Lisbon", "Mine")) {
                    insertAs(who, text, described);
                }
            }
        }

        update(bob, trip, "description", "Ten days in the Alps").at("/updateTrip");
        update(ada, bare, "description", "Cycling in Friesland").at("/updateTrip");
        update(ada, bare, "description", null).at("/updateTrip");
        delete(ada, trip).at("/deleteTrip");
        delete(ada, bare).at("/deleteTrip");

        for (Traveller who : List.of(ada, bob)) {
            assertThat(texts(who)).containsExactlyInAnyOrder("A week in Lisbon", "Mine", "A week in Lisbon", "Mine");
        }
    }

    private void insertAs(Traveller user, String text, UUID described) {
        Superuser.of(environment)
                .sql("""
                        with caller as materialized (
                            select set_config('role', 'authenticated', true), set_config('request.jwt.claims', ?, true)
                        )
                        insert into memory_embeddings (user_id, content_type, content_text, describes_trip, created_at)
                        select ?, 'trip_creation', ?, ?, '2020-01-01' from caller
                        """)
                .param("{\"sub\": \"" + user.id() + "\"}")
                .param(user.id())
                .param(text)
                .param(described)
                .update();
    }

    @Test
    void aNewDescriptionIsNewsWhateverStoodForTheOldOne() {
        UUID trip = create("A week in Lisbon");
        String id = memories(ada).at("/memories/edges/0/node/id");
        new Assistant(ada.id(), Wire.of(port, ada))
                .add("kind", "INSIGHT", "text", "Lisbon is off", "supersedes", id)
                .at("/addMemory");
        assertThat(texts(ada)).isEmpty();

        update(ada, trip, "description", "Ten days in the Alps").at("/updateTrip");

        assertThat(texts(ada)).containsExactly("Ten days in the Alps");
    }

    /** Text, version and history of memories of Ada's. */
    private String versions(List<String> texts) {
        return Superuser.of(environment)
                .sql("select string_agg(content_text || version || (select count(*) from memory_history h"
                        + " where h.memory_id = m.id), ',' order by content_text)"
                        + " from memory_embeddings m where user_id = ? and content_text = any(?)")
                .param(ada.id())
                .param(texts.toArray(String[]::new))
                .query(String.class)
                .single();
    }

    @Test
    void aViewerChangesNothing() {
        UUID trip = create("A week in Lisbon");
        ada.share(trip, bob, "VIEWER");
        String before = memories(ada).body();

        update(bob, trip, "description", "Ten days in the Alps").isRefused("FORBIDDEN");
        update(Traveller.known(port), trip, "description", "Ten days").isRefused("NOT_FOUND");
        update(ada, trip, "description", "Late", "expectedVersion", 7).isRefused("CONFLICT");

        assertThat(memories(ada).body()).isEqualTo(before);
        assertThat(texts(bob)).isEmpty();
        assertThat(vectorsOf(trip)).isOne();
    }

    @Test
    void goesWithTheTrip() {
        UUID trip = create("A week in Lisbon");
        UUID other = create("Ten days in the Alps");

        delete(ada, trip).at("/deleteTrip");

        assertThat(texts(ada)).containsExactly("Ten days in the Alps");
        assertThat(vectorsOf(trip)).isZero();
        assertThat(vectorsOf(other)).isOne();
    }

    @Test
    void aTripThatIsRefusedLeavesNothing() {
        Wire.of(port, ada)
                .send(
                        CREATE,
                        Map.of(
                                "input",
                                Map.of(
                                        "title",
                                        "Lisbon",
                                        "description",
                                        "A week in Lisbon",
                                        "flights",
                                        Collections.nCopies(201, Map.of("flightNumber", "TP 202")))))
                .blames("input.flights");
        Wire.of(port, ada)
                .send(
                        "mutation { a: createTrip(input: { title: \"Oslo\", description: \"A week in Oslo\" }) { trip { id } }"
                                + " b: deleteTrip(id: \"%s\") { deletedId } }".formatted(UUID.randomUUID()))
                .isRefused("NOT_FOUND");

        assertThat(texts(ada)).isEmpty();
        assertThat(sql("select count(*) from gateway.embedding_queue where user_id = ?", ada.id()))
                .isZero();
        assertThat(sql(
                        "select count(*) from trip_embeddings where trip_id in"
                                + " (select id from trips where user_id = ?)",
                        ada.id()))
                .isZero();
    }

    @Test
    void isInStepWhoeverChangesTheTrip() {
        UUID trip = create("A week in Lisbon");

        change("update trips set description = 'Ten days in the Alps' where id = ?", trip);
        assertThat(texts(ada)).containsExactly("Ten days in the Alps");
        change("update trips set description = null where id = ?", trip);
        assertThat(texts(ada)).isEmpty();
        change("update trips set description = 'Back to Lisbon' where id = ?", trip);
        assertThat(texts(ada)).containsExactly("Back to Lisbon");
        change("delete from trips where id = ?", trip);
        assertThat(texts(ada)).isEmpty();
        assertThat(vectorsOf(trip)).isZero();
    }

    @Test
    void comesBackAfterItWasForgotten() {
        UUID trip = create("A week in Lisbon");
        change("delete from memory_embeddings where user_id = ?", ada.id());

        update(ada, trip, "description", "Ten days in the Alps").at("/updateTrip");

        assertThat(texts(ada)).containsExactly("Ten days in the Alps");
    }

    @Test
    void whatTheUserMadeOfItKeepsItsVector() {
        UUID trip = create("A week in Lisbon");
        String id = memories(ada).at("/memories/edges/0/node/id");
        new Assistant(ada.id(), Wire.of(port, ada))
                .update(id, "text", "Lisbon was great", "embedding", Assistant.axis(1))
                .at("/updateMemory");

        update(ada, trip, "description", "A week in Lisbon").at("/updateTrip");

        assertThat(memories(ada).at("/memories/edges/0/node/embedding")).startsWith("[0,1,0,");
    }

    @Test
    void takesAsManyStatementsHoweverManyMemoriesThereAre() {
        UUID trip = create("A week in Lisbon");
        double create = statementsOf(() -> create("Another week in Lisbon"));
        double update = statementsOf(() -> update(ada, trip, "description", "A").at("/updateTrip"));
        for (int i = 0; i < 10; i++) {
            create("Trip " + i);
        }

        // the trip, its memory, its vector
        assertThat(create).isEqualTo(3);
        assertThat(statementsOf(() -> create("One more week in Lisbon"))).isEqualTo(3);
        // the trip, its vector, its memory's
        assertThat(update).isEqualTo(3);
        assertThat(statementsOf(() -> update(ada, trip, "description", "B").at("/updateTrip")))
                .isEqualTo(3);
        assertThat(statementsOf(() -> update(ada, trip, "title", "B").at("/updateTrip")))
                .isOne();
    }

    private UUID create(@Nullable String description) {
        Map<String, @Nullable Object> input = new HashMap<>();
        input.put("title", "A trip");
        input.put("description", description);
        return UUID.fromString(
                Wire.of(port, ada).send(CREATE, Map.of("input", input)).at("/createTrip/trip/id"));
    }

    private Wire.Answer update(Traveller by, UUID trip, @Nullable Object... fields) {
        Map<String, @Nullable Object> input = Assistant.input(fields);
        input.put("id", trip);
        return Wire.of(port, by).send(UPDATE, Map.of("input", input));
    }

    private Wire.Answer delete(Traveller by, UUID trip) {
        return Wire.of(port, by).send("mutation ($id: ID!) { deleteTrip(id: $id) { deletedId } }", Map.of("id", trip));
    }

    private Wire.Answer memories(Traveller of) {
        return Wire.of(port, of).send(MEMORIES);
    }

    private List<String> texts(Traveller of) {
        return memories(of).each("/memories/edges", "/node/text");
    }

    private long vectorsOf(UUID trip) {
        return sql("select count(*) from trip_embeddings where trip_id = ?", trip);
    }

    /** Of the trip and of its memories. */
    private long waiting(UUID trip) {
        return sql("""
                with trip as (select ?::uuid as id)
                select count(*)
                  from gateway.embedding_queue
                 where id in (select id from trip
                              union all
                              select m.id from memory_embeddings m join trip on m.metadata ->> 'trip_id' = trip.id::text)
                """, trip);
    }

    private long sql(String query, UUID id) {
        return Superuser.of(environment).sql(query).param(id).query(Long.class).single();
    }

    private void change(String sql, UUID id) {
        assertThat(Superuser.of(environment).sql(sql).param(id).update()).isOne();
    }

    private double statementsOf(Runnable operation) {
        double before = statements("write");
        operation.run();
        return statements("write") - before;
    }
}
