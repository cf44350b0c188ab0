package com.tripsage.gateway.memory;

import com.tripsage.gateway.Traveller;
import com.tripsage.gateway.Wire;
import com.tripsage.gateway.value.Vector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Searches as a client sends them, and what comes back. */
record Searches(Wire wire) {

    static final String SELECTION =
            "{ mode exact pending otherModels hits { score distance textRank memory { id text } } }";

    private static final String DOCUMENT = """
            query ($query: SearchQuery!, $mode: SearchMode, $first: Int, $filter: MemoryFilter, $fusion: Fusion,
                   $model: String) {
              searchMemories(query: $query, mode: $mode, first: $first, filter: $filter, fusion: $fusion, model: $model)
            """ + SELECTION + " }";

    static Searches of(int port, Traveller traveller) {
        return new Searches(Wire.of(port, traveller));
    }

    Found byText(String text, Object... others) {
        return Found.at("", send(Map.of("text", text), others));
    }

    Found byVector(Vector vector, Object... others) {
        return Found.at("", send(Map.of("vector", vector.toFloats()), others));
    }

    /** With other variables, each a name and then a value; those that are not named are not sent. */
    Wire.Answer send(@Nullable Object query, @Nullable Object... others) {
        Map<String, @Nullable Object> variables = new HashMap<>();
        variables.put("query", query);
        for (int i = 0; i < others.length; i += 2) {
            variables.put(String.valueOf(others[i]), others[i + 1]);
        }
        return wire.send(DOCUMENT, variables);
    }

    /** The result of a search. */
    record Found(String mode, boolean exact, int pending, int otherModels, List<Hit> hits) {

        /** The answer to the field with an alias, or to the only one. */
        static Found at(String alias, Wire.Answer answer) {
            JsonNode search = Wire.JSON.readTree(answer.at("/" + (alias.isEmpty() ? "searchMemories" : alias)));
            List<Hit> hits = new ArrayList<>();
            search.get("hits")
                    .forEach(hit -> hits.add(new Hit(
                            hit.get("score").doubleValue(),
                            number(hit.get("distance")),
                            number(hit.get("textRank")),
                            UUID.fromString(hit.at("/memory/id").asString()),
                            hit.at("/memory/text").asString())));
            return new Found(
                    search.get("mode").asString(),
                    search.get("exact").booleanValue(),
                    search.get("pending").intValue(),
                    search.get("otherModels").intValue(),
                    hits);
        }

        private static @Nullable Double number(JsonNode value) {
            return value.isNull() ? null : value.doubleValue();
        }

        List<UUID> ids() {
            return hits.stream().map(Hit::id).toList();
        }

        List<String> texts() {
            return hits.stream().map(Hit::text).toList();
        }

        Hit hit(UUID id) {
            return hits.stream().filter(hit -> hit.id.equals(id)).findFirst().orElseThrow();
        }
    }

    /** A memory that was found, and why. */
    record Hit(
            double score,
            @Nullable Double distance,
            @Nullable Double textRank,
            UUID id,
            String text) {}
}
