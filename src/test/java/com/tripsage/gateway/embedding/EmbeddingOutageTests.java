package com.tripsage.gateway.embedding;

import static com.tripsage.gateway.embedding.provider.EmbeddingService.status;
import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.Wire;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Texts that are stored and searched while nobody makes their vectors, and afterwards. */
class EmbeddingOutageTests extends EmbeddingServiceTest {

    private static final String SEARCH = """
            query ($text: String!, $mode: SearchMode!) {
              searchMemories(query: { text: $text }, mode: $mode) { mode hits { memory { text } } }
            }""";

    @Test
    void takesMemoriesWhileTheProviderIsDownAndEmbedsThemAfterwards() {
        SERVICE.answers(status(503));

        Wire.Answer added = add(ada, "Likes aisle seats");

        assertThat(added.at("/addMemory/outcome")).isEqualTo("CREATED");
        assertThat(added.at("/addMemory/memory/embedding")).isEqualTo("null");
        assertThat(added.at("/addMemory/memory/embeddingModel")).isEqualTo("null");
        assertThat(added.at("/addMemory/memory/embeddingState")).isEqualTo("PENDING");
        assertThat(added.at("/addMemory/similar")).isEqualTo("null");
        String id = added.at("/addMemory/memory/id");
        assertThat(waiting(id)).isOne();
        assertThat(add(ada, "likes aisle seats.").at("/addMemory/outcome")).isEqualTo("DUPLICATE");

        SERVICE.works();

        awaitVector(id);
        Wire.Answer memory = memory(id);
        assertThat(memory.at("/node/embedding")).startsWith("[17,1,-0.25,0,");
        assertThat(memory.at("/node/embeddingModel")).isEqualTo("model-1");
        assertThat(memory.at("/node/version")).isEqualTo("1");
        assertThat(memory.at("/node/history")).isEqualTo("[]");
        assertThat(waiting(id)).isZero();
    }

    @Test
    void searchesByWordsWhileTheProviderIsDown() {
        add(ada, "Likes aisle seats").at("/addMemory");
        SERVICE.answers(status(503));
        add(ada, "Likes quiet hotels").at("/addMemory");

        Wire.Answer keyword = search("hotel", "KEYWORD");
        Wire.Answer hybrid = search("hotel", "HYBRID");
        Wire.Answer semantic = search("hotel", "SEMANTIC");

        assertThat(keyword.at("/searchMemories/mode")).isEqualTo("KEYWORD");
        assertThat(hybrid.at("/searchMemories/mode")).isEqualTo("KEYWORD");
        assertThat(hybrid.each("/searchMemories/hits", "/memory/text")).containsExactly("Likes quiet hotels");
        assertThat(hybrid.at("/searchMemories/hits")).isEqualTo(keyword.at("/searchMemories/hits"));
        assertThat(semantic.codes()).containsExactly("UNAVAILABLE");
        assertThat(semantic.body()).doesNotContain("sk-", "localhost", "503", "hotel");
    }

    @Test
    void leavesClientsWithTheirOwnVectorsAlone() {
        SERVICE.answers(status(503));
        List<Double> vector = new ArrayList<>(Collections.nCopies(1536, 0.0));
        vector.set(2, 1.0);

        String id = Wire.of(port, ada).send("""
                        mutation ($vector: Vector!) {
                          addMemory(input: { kind: PREFERENCE, text: "Likes tea", embedding: $vector }) { memory { id } }
                        }""", Map.of("vector", vector)).at("/addMemory/memory/id");
        Wire.Answer found = Wire.of(port, ada).send("""
                query ($vector: Vector!) {
                  searchMemories(query: { vector: $vector }) { mode hits { distance memory { text } } }
                }""", Map.of("vector", vector));

        assertThat(memory(id).at("/node/embedding")).startsWith("[0,0,1,0,");
        assertThat(found.at("/searchMemories/mode")).isEqualTo("SEMANTIC");
        assertThat(found.each("/searchMemories/hits", "/memory/text")).containsExactly("Likes tea");
        assertThat(waiting(id)).isZero();
        assertThat(SERVICE.calls()).isEmpty();
    }

    @Test
    void takesTripsWhileTheProviderIsDownAndEmbedsThemAfterwards() {
        SERVICE.answers(status(503));
        UUID trip = ada.createTrip(Map.of("title", "Lisbon", "description", "A week in Lisbon"));
        Wire.of(port, ada)
                .send(
                        "mutation ($id: ID!) { updateTrip(input: { id: $id, description: \"A month in Lisbon\" }) { trip { id } } }",
                        Map.of("id", trip))
                .at("/updateTrip");
        String memory = Wire.of(port, ada)
                .send("{ memories { edges { node { id text } } } }")
                .at("/memories/edges/0/node/id");
        assertThat(waiting(memory)).isOne();
        assertThat(waiting(trip.toString())).isOne();
        assertThat(trips(trip).at("/similarTripsPending")).isEqualTo("1");
        assertThat(trips(trip).at("/trip/embeddingState")).isEqualTo("PENDING");
        assertThat(likeTrip(trip).codes()).containsExactly("UNAVAILABLE");
        UUID bare = ada.createTrip(Map.of("title", "Oslo"));
        assertThat(trips(bare).at("/trip/embeddingState")).isEqualTo("NONE");
        assertThat(likeTrip(bare).at("/similarTrips")).isEqualTo("[]");

        SERVICE.works();

        awaitVector(memory);
        awaitNothingWaits();
        assertThat(memory(memory).at("/node/text")).isEqualTo("A month in Lisbon");
        assertThat(memory(memory).at("/node/embedding")).startsWith("[17,1,-0.25,");
        assertThat(trips(trip).at("/similarTripsPending")).isEqualTo("0");
        assertThat(trips(trip).at("/trip/embeddingState")).isEqualTo("READY");
        assertThat(likeTrip(trip).at("/similarTrips")).isEqualTo("[]");
        assertThat(sql().sql("select embedding_model from trip_embeddings where trip_id = ?")
                        .param(trip)
                        .query(String.class)
                        .single())
                .isEqualTo("model-1");
    }

    private Wire.Answer trips(UUID trip) {
        return Wire.of(port, ada)
                .send(
                        "query ($id: ID!) { similarTripsPending trip(id: $id) { embeddingState similarTrips { score } } }",
                        Map.of("id", trip));
    }

    private Wire.Answer likeTrip(UUID trip) {
        return Wire.of(port, ada)
                .send("query ($id: ID!) { similarTrips(like: { tripId: $id }) { score } }", Map.of("id", trip));
    }

    @Test
    void embedsTheTextThatIsThereInTheEnd() {
        SERVICE.answers(status(503));
        String id = add(ada, "Likes aisle seats").at("/addMemory/memory/id");
        update(id, "Likes window seats a lot").at("/updateMemory");

        SERVICE.works();

        awaitVector(id);
        assertThat(memory(id).at("/node/embedding")).startsWith("[24,");
        assertThat(memory(id).at("/node/history")).isEqualTo("[{\"text\":\"Likes aisle seats\"}]");
    }

    @Test
    void aTextThatChangesWhileItIsEmbeddedWaitsOn() {
        SERVICE.answers(status(503));
        String id = add(ada, "Likes aisle seats").at("/addMemory/memory/id");
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch changed = new CountDownLatch(1);
        SERVICE.answersOnce((exchange, request) -> {
            asked.countDown();
            pass(changed);
            SERVICE.vectors(exchange, request);
        });
        hurry();
        pass(asked);

        change("update public.memory_embeddings set content_text = 'Likes window seats a lot' where id = ?", id);
        changed.countDown();
        SERVICE.works();

        awaitVector(id);
        assertThat(memory(id).at("/node/embedding")).startsWith("[24,");
    }

    @Test
    void aNewTextWithoutAVectorHasNoOldOne() {
        String id = add(ada, "Likes aisle seats").at("/addMemory/memory/id");
        SERVICE.answers(status(503));

        update(id, "Likes window seats a lot").at("/updateMemory");

        assertThat(memory(id).at("/node/embedding")).isEqualTo("null");
        assertThat(memory(id).at("/node/embeddingModel")).isEqualTo("null");
        assertThat(waiting(id)).isOne();
    }

    @Test
    void forgetsWhatIsDeletedWhileItWaits() {
        SERVICE.answers(status(503));
        String id = add(ada, "Likes aisle seats").at("/addMemory/memory/id");
        UUID trip = ada.createTrip(Map.of("title", "Lisbon", "description", "A week in Lisbon"));
        Wire.of(port, ada)
                .send("mutation ($id: ID!) { deleteMemory(id: $id) { deletedId } }", Map.of("id", id))
                .at("/deleteMemory");
        Wire.of(port, ada)
                .send("mutation ($id: ID!) { deleteTrip(id: $id) { deletedId } }", Map.of("id", trip))
                .at("/deleteTrip");

        awaitNothingWaits();
    }

    private Wire.Answer search(String text, String mode) {
        return Wire.of(port, ada).send(SEARCH, Map.of("text", text, "mode", mode));
    }

    private void change(String sql, String id) {
        assertThat(sql().sql(sql.replace("?", "?::uuid")).param(id).update()).isOne();
    }
}
