package com.tripsage.gateway.reservation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * JSON-LD in the one form that is read here: names of schema.org without the vocabulary in front, and nodes in the places where others
 * refer to them. It is no processor of contexts: a name of another vocabulary stays as it is, and isn't understood.
 */
final class JsonLd {

    static final String CONTEXT = "https://schema.org";

    private static final int LONGEST_NUMBER = 150_000;

    /** Reads whatever a column of JSON holds, also numbers of a hundred thousand digits. */
    static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNumberLength(LONGEST_NUMBER)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private static final Pattern VOCABULARY = Pattern.compile("^(?:https?://(?:www\\.)?schema\\.org/|schema:)");
    private static final String ID = "@id";
    private static final String CONTEXT_WORD = "@context";

    /** Documents whose nodes refer to each other may grow without an end: what references may add to all documents together, in values. */
    static final int MOST_ADDED = 50_000;

    private static final int DEEPEST = 6;

    private final Map<String, ObjectNode> nodes = new HashMap<>();
    private final Set<String> referredTo = new HashSet<>();
    private final AtomicInteger mayAdd;

    private JsonLd(AtomicInteger mayAdd) {
        this.mayAdd = mayAdd;
    }

    /** The document with its references followed, as far as so many values may be added. */
    static JsonNode read(JsonNode document, AtomicInteger mayAdd) {
        var reader = new JsonLd(mayAdd);
        JsonNode named = reader.withPlainNames(document);
        JsonNode whole = reader.withReferences(named, 0);
        return reader.withoutReferredTo(whole);
    }

    /** The types of a node, without the vocabulary. */
    static List<String> types(JsonNode node) {
        JsonNode type = node.path("@type");
        return (type.isArray() ? type.valueStream() : Stream.of(type))
                .filter(JsonNode::isString)
                .map(name -> plain(name.asString()))
                .toList();
    }

    static String plain(String name) {
        return VOCABULARY.matcher(name).replaceFirst("");
    }

    private JsonNode withPlainNames(JsonNode node) {
        if (node instanceof ArrayNode array) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode(array.size());
            array.forEach(element -> copy.add(withPlainNames(element)));
            return copy;
        }
        if (!(node instanceof ObjectNode object)) {
            return node;
        }
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        object.propertyStream().forEach(property -> {
            String name = property.getKey();
            copy.set(
                    plain(name), name.equals(CONTEXT_WORD) ? property.getValue() : withPlainNames(property.getValue()));
        });
        String id = idOf(copy);
        if (id != null && !isReference(copy)) {
            nodes.putIfAbsent(id, copy);
        }
        return copy;
    }

    private JsonNode withReferences(JsonNode node, int depth) {
        if (node instanceof ArrayNode array) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode(array.size());
            array.forEach(element -> {
                if (depth > 0) {
                    mayAdd.decrementAndGet();
                }
                copy.add(withReferences(element, depth));
            });
            return copy;
        }
        if (!(node instanceof ObjectNode object)) {
            return node;
        }
        ObjectNode meant = meant(object, depth);
        int next = isReference(object) ? depth + 1 : depth;
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        meant.propertyStream().forEach(property -> {
            JsonNode value = property.getValue();
            if (next > 0) {
                mayAdd.decrementAndGet();
            }
            copy.set(property.getKey(), property.getKey().equals(CONTEXT_WORD) ? value : withReferences(value, next));
        });
        return copy;
    }

    private ObjectNode meant(ObjectNode object, int depth) {
        String id = isReference(object) ? idOf(object) : null;
        ObjectNode meant = id == null ? null : nodes.get(id);
        if (id == null || meant == null || depth >= DEEPEST || mayAdd.get() <= 0) {
            return object;
        }
        referredTo.add(id);
        return meant;
    }

    /** With null for the nodes of graphs that now stand where others have referred to them. */
    private JsonNode withoutReferredTo(JsonNode document) {
        if (document instanceof ArrayNode list) {
            list.forEach(this::withoutReferredTo);
        } else if (document instanceof ObjectNode object && object.get("@graph") instanceof ArrayNode graph) {
            for (int i = 0; i < graph.size(); i++) {
                String id = idOf(graph.get(i));
                if (id != null && referredTo.contains(id)) {
                    graph.setNull(i);
                }
            }
        }
        return document;
    }

    private static boolean isReference(ObjectNode node) {
        return node.has(ID) && node.size() == 1;
    }

    private static @Nullable String idOf(JsonNode node) {
        JsonNode id = node.path(ID);
        return id.isString() ? id.asString() : null;
    }
}
