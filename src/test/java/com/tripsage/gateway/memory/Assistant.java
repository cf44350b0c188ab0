package com.tripsage.gateway.memory;

import com.tripsage.gateway.Traveller;
import com.tripsage.gateway.Wire;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Somebody who remembers things. Fields and their values come in turn. */
record Assistant(UUID user, Wire wire) {

    private static final String FIELDS = """
            id user { id } kind text embeddingModel metadata sessionId createdAt updatedAt lastSeenAt
            supersededBy { id } version""";

    private static final String ADD =
            "mutation ($input: AddMemoryInput!) { addMemory(input: $input) { outcome memory { " + FIELDS + " } } }";

    private static final String ADD_ALL = """
            mutation ($inputs: [AddMemoryInput!]!) {
              addMemories(inputs: $inputs) { outcomes memories { id text supersededBy { id } version } }
            }""";

    private static final String UPDATE =
            "mutation ($input: UpdateMemoryInput!) { updateMemory(input: $input) { memory { " + FIELDS + " } } }";

    private static final String DELETE = "mutation ($id: ID!) { deleteMemory(id: $id) { deletedId } }";

    private static final String NODE = "query ($id: ID!) { node(id: $id) { ... on Memory { " + FIELDS
            + " embedding history { text replacedAt } } } }";

    static Assistant arriving(int port) {
        Traveller traveller = Traveller.known(port);
        return new Assistant(traveller.id(), Wire.of(port, traveller));
    }

    Wire.Answer add(@Nullable Object... fields) {
        return wire.send(ADD, Map.of("input", input(fields)));
    }

    /** Adds a preference that nothing else is near to, and tells its id. */
    String remember(String text, int axis) {
        return added("kind", "PREFERENCE", "text", text, "embedding", axis(axis));
    }

    /** The id of a memory that is new. */
    String added(@Nullable Object... fields) {
        Wire.Answer answer = add(fields);
        if (!answer.at("/addMemory/outcome").equals("CREATED")) {
            throw new AssertionError(answer.body());
        }
        return answer.at("/addMemory/memory/id");
    }

    Wire.Answer addAll(List<? extends Map<String, ?>> inputs) {
        return wire.send(ADD_ALL, Map.of("inputs", inputs));
    }

    Wire.Answer update(String id, @Nullable Object... fields) {
        Map<String, @Nullable Object> input = input(fields);
        input.put("id", id);
        return wire.send(UPDATE, Map.of("input", input));
    }

    Wire.Answer delete(String id) {
        return wire.send(DELETE, Map.of("id", id));
    }

    Wire.Answer node(String id) {
        return wire.send(NODE, Map.of("id", id));
    }

    /** A part of a memory as it is now. */
    String of(String id, String field) {
        return node(id).at("/node/" + field);
    }

    /** The texts of the memories, with what the filter says. */
    List<String> texts(@Nullable Object... filter) {
        return list(input(filter)).each("/memories/edges", "/node/text");
    }

    Wire.Answer list(Map<String, ? extends @Nullable Object> filter) {
        return wire.send(
                "query ($filter: MemoryFilter) { memories(first: 100, filter: $filter) { totalCount edges { node { text } } } }",
                Map.of("filter", filter));
    }

    static Map<String, @Nullable Object> input(@Nullable Object... fields) {
        Map<String, @Nullable Object> input = new HashMap<>();
        for (int i = 0; i < fields.length; i += 2) {
            input.put(String.valueOf(fields[i]), fields[i + 1]);
        }
        return input;
    }

    /** Preferences with vectors of their own, far from each other. */
    static List<Map<String, @Nullable Object>> preferences(int count) {
        List<Map<String, @Nullable Object>> inputs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            inputs.add(input("kind", "PREFERENCE", "text", "Fact " + i, "embedding", axis(i)));
        }
        return inputs;
    }

    /** A vector at a right angle to those along other axes. */
    static String axis(int axis) {
        return near(axis, 0);
    }

    /** A vector at this cosine distance from the one along the axis. */
    static String near(int axis, double distance) {
        return near(axis, distance, 1535 - axis);
    }

    /** The same, on the side of another axis. */
    static String near(int axis, double distance, int side) {
        float[] vector = new float[1536];
        vector[axis] = (float) (1 - distance);
        vector[side] += (float) Math.sqrt(1 - (1 - distance) * (1 - distance));
        ByteBuffer bytes = ByteBuffer.allocate(6144).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(vector);
        return Base64.getEncoder().encodeToString(bytes.array());
    }
}
