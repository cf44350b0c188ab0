package com.tripsage.gateway.memory;

import static com.tripsage.gateway.memory.StoredMemories.memory;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.tripsage.gateway.Superuser;
import com.tripsage.gateway.Traveller;
import com.tripsage.gateway.Wire;
import com.tripsage.gateway.memory.Searches.Found;
import com.tripsage.gateway.memory.Searches.Hit;
import com.tripsage.gateway.memory.StoredMemories.Row;
import com.tripsage.gateway.value.Vector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Searches by meaning: the nearest vectors, and what could not be compared. */
class SemanticSearchTests extends SearchTest {

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
}
