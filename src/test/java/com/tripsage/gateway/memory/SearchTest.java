package com.tripsage.gateway.memory;

import static com.tripsage.gateway.memory.StoredMemories.memory;
import static java.util.stream.Collectors.joining;

import com.tripsage.gateway.RunningGateway;
import com.tripsage.gateway.Traveller;
import com.tripsage.gateway.embedding.EmbeddingProvider;
import com.tripsage.gateway.embedding.OwnKey;
import com.tripsage.gateway.embedding.Purpose;
import com.tripsage.gateway.memory.StoredMemories.Row;
import com.tripsage.gateway.value.Vector;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;

/** The set-up of tests of searches: somebody whose memories another program stores. */
abstract class SearchTest extends RunningGateway {

    static final Vector EAST = Directions.axis(0);

    static final List<MemoryKind> KINDS =
            List.of(MemoryKind.CONVERSATION, MemoryKind.PREFERENCE, MemoryKind.INSIGHT, MemoryKind.TRIP_CREATION);

    /** The precision that float32 leaves to a distance, and that base64 and JSON don't change. */
    static final double PRECISION = 1e-6;

    @Autowired
    EmbeddingProvider provider;

    final Directions directions = new Directions(7);

    Traveller ada;
    Searches searches;

    @BeforeEach
    void arrive() {
        ada = Traveller.known(port);
        searches = Searches.of(port, ada);
    }

    List<Row> store(Row... rows) {
        return StoredMemories.insert(environment, ada, rows);
    }

    void store(List<Row> rows) {
        StoredMemories.insert(environment, ada, rows);
    }

    Vector vectorOf(String query) {
        return Vector.padded(
                provider.embed(List.of(query), Purpose.QUERY, OwnKey.NONE).get(0));
    }

    static String base64(float[] numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(numbers.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(numbers);
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    /** Memories at all distances, a third of them without a vector, with all shares of some words and with none. */
    void storeAround(Vector meaning, int count) {
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
}
