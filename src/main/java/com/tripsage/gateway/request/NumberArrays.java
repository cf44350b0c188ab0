package com.tripsage.gateway.request;

import com.tripsage.gateway.value.NumberList;
import com.tripsage.gateway.value.NumberScanner;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;

/**
 * The long arrays of numbers in a JSON text, and the text with empty ones in their places. A parser would make a token,
 * and its caller an object, of each of the 1,536 numbers of a vector.
 */
final class NumberArrays {

    private static final byte[] EMPTY = {'[', ']'};

    /** The shortest text that can have one. */
    private static final int SHORTEST = 513;

    private final byte[] others;
    private final List<Place> places;
    private int next;

    private NumberArrays(byte[] others, List<Place> places) {
        this.others = others;
        this.places = places;
    }

    private record Place(int offset, NumberList numbers) {}

    static NumberArrays of(byte[] json, NodeCost cost) {
        if (json.length < SHORTEST) {
            return new NumberArrays(json, List.of());
        }
        var scanner = new NumberScanner(json);
        var others = new ByteArrayOutputStream();
        List<Place> places = new ArrayList<>();
        int copied = 0;
        for (int at = 0; at < json.length; at++) {
            if (json[at] == '"') {
                at = endOfString(json, at);
            } else if (json[at] == '[') {
                NumberList numbers = scanner.arrayAt(at);
                if (numbers != null) {
                    cost.numbers(numbers.size(), at - copied);
                    others.write(json, copied, at - copied);
                    places.add(new Place(others.size(), numbers));
                    others.writeBytes(EMPTY);
                    copied = numbers.end();
                    at = copied - 1;
                }
            }
        }
        if (places.isEmpty()) {
            return new NumberArrays(json, places);
        }
        cost.numbers(0, json.length - copied);
        others.write(json, copied, json.length - copied);
        return new NumberArrays(others.toByteArray(), places);
    }

    private static int endOfString(byte[] json, int quote) {
        int at = quote + 1;
        while (at < json.length && json[at] != '"') {
            at += json[at] == '\\' ? 2 : 1;
        }
        return at;
    }

    /** The text with empty arrays in their places. */
    byte[] others() {
        return others;
    }

    boolean isEmpty() {
        return places.isEmpty();
    }

    /** The numbers of the array that opens here in {@link #others}; null where that one has not been emptied. */
    @Nullable
    NumberList at(JsonParser parser) {
        if (next == places.size()
                || parser.currentTokenLocation().getByteOffset()
                        != places.get(next).offset()) {
            return null;
        }
        return places.get(next++).numbers();
    }
}
