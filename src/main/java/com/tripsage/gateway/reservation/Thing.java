package com.tripsage.gateway.reservation;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A node of a document that takes note of which of its values are read, so that those can be named which nobody understood.
 *
 * @param path from the document's root
 */
record Thing(JsonNode node, String path, Reading reading) {

    static Thing root(ObjectNode document) {
        return new Thing(document, "", new Reading());
    }

    /** The values at the end of a way, such as {@code reservationFor.airline}; a list on the way is followed into each of its elements. */
    Stream<Thing> all(String way) {
        Stream<Thing> found = Stream.of(this);
        for (String step : way.split("\\.", -1)) {
            found = found.flatMap(thing -> thing.property(step).elements());
        }
        return found;
    }

    private Thing property(String name) {
        return new Thing(node.path(name), path.isEmpty() ? name : path + "." + name, reading);
    }

    private Stream<Thing> elements() {
        if (!node.isArray()) {
            return node.isMissingNode() || node.isNull() ? Stream.empty() : Stream.of(this);
        }
        return IntStream.range(0, node.size())
                .mapToObj(i -> new Thing(node.get(i), path + "[" + i + "]", reading))
                .flatMap(Thing::elements);
    }

    /** The first text on one of the ways, which is read with it. */
    @Nullable
    String text(String... ways) {
        Thing found = firstText(ways);
        return found == null ? null : found.markRead().text();
    }

    /** The same, cut to so many characters. */
    @Nullable
    String text(int most, String... ways) {
        Thing found = firstText(ways);
        return found == null ? null : found.markRead().cut(found.text(), most);
    }

    @Nullable
    Thing firstText(String... ways) {
        return Stream.of(ways)
                .flatMap(this::all)
                .filter(value -> value.text() != null)
                .findFirst()
                .orElse(null);
    }

    /** The text of this value alone; null where it has none. */
    @Nullable
    String text() {
        JsonNode value = node.isObject() ? node.path("@value") : node;
        String text = value.isValueNode() && !value.isNull() ? value.asString().strip() : "";
        return text.isEmpty() ? null : text;
    }

    /** So many characters of a text, with a note where there are more. */
    @Nullable
    String cut(@Nullable String text, int most) {
        if (text == null || text.codePointCount(0, text.length()) <= most) {
            return text;
        }
        reading.cut(path);
        return text.substring(0, text.offsetByCodePoints(0, most)).strip();
    }

    Thing markRead() {
        reading.markRead(path);
        return this;
    }

    /** The paths of what was not read: of a node of which nothing was, its own. */
    List<String> unread() {
        List<String> unread = new ArrayList<>();
        collectUnread(unread);
        return unread;
    }

    private void collectUnread(List<String> unread) {
        if (reading.isRead(path) || saysNothing(node)) {
            return;
        }
        if (node.isValueNode() || (!path.isEmpty() && !reading.isReadWithin(path))) {
            unread.add(path);
        } else if (node.isArray()) {
            elements().forEach(element -> element.collectUnread(unread));
        } else {
            node.propertyNames().stream().filter(name -> !isKeyword(name)).forEach(name -> property(name)
                    .collectUnread(unread));
        }
    }

    /** A word of JSON-LD itself, such as {@code @type}. */
    private static boolean isKeyword(String name) {
        return name.startsWith("@") && !name.equals("@value");
    }

    private static boolean saysNothing(JsonNode node) {
        return switch (node.getNodeType()) {
            case NULL, MISSING -> true;
            case STRING -> node.asString().isBlank();
            case ARRAY -> node.valueStream().allMatch(Thing::saysNothing);
            case OBJECT ->
                node.propertyNames().stream().allMatch(name -> isKeyword(name) || saysNothing(node.path(name)));
            default -> false;
        };
    }
}
