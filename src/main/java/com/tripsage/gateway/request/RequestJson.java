package com.tripsage.gateway.request;

import com.tripsage.gateway.budget.Holding;
import com.tripsage.gateway.budget.Use;
import com.tripsage.gateway.value.NumberList;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/** A reader of JSON from outside: UTF-8 only, every key once, numbers exact, nothing nested or scaled beyond reason. */
public final class RequestJson {

    private static final int MAX_DEPTH = 100;

    /** Past a double's range: 1e999999 is seven characters here and a million digits wherever it is written out. */
    private static final int MAX_SCALE = 400;

    /** The longest text of a column has a million characters. */
    private static final int MAX_TEXT = 4 << 20;

    /** Long arrays of numbers count as one. */
    private static final int MAX_VALUES = 1_000_000;

    private static final int CHARACTERS_AT_ONCE = 8192;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(MAX_TEXT)
                    .build())
            .build();

    private final JsonParser parser;
    private final NumberArrays arrays;
    private final String what;
    private final NodeCost cost;
    private int values;

    private RequestJson(JsonParser parser, NumberArrays arrays, String what, NodeCost cost) {
        this.parser = parser;
        this.arrays = arrays;
        this.what = what;
        this.cost = cost;
    }

    /**
     * The text as maps, lists, strings, numbers, booleans and null; a long array of numbers is a {@link NumberList}.
     *
     * @param memory what the values take of the heap is taken of it before they are made
     */
    public static @Nullable Object read(byte[] json, String what, Holding memory) {
        var cost = new NodeCost(memory);
        NumberArrays arrays = NumberArrays.of(json, cost);
        byte[] others = arrays.others();
        // for the characters of the text that is being read
        long scratch = 2L * Math.min(others.length, MAX_TEXT);
        memory.take(Use.VARIABLES, scratch);
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), others)) {
            // Jackson lets some malformed sequences pass, so they are looked for first.
            requireUtf8(others);
            Object value = new RequestJson(parser, arrays, what, cost).only();
            if (arrays.isEmpty()) {
                memory.release(Use.BODY);
            }
            return value;
        } catch (CharacterCodingException notUtf8) {
            throw RequestRefused.badRequest(what + " is not valid UTF-8");
        } catch (StreamConstraintsException tooLong) {
            throw RequestRefused.badRequest(
                    what + " has a text, a name or a number that is too long, or is nested deeper than " + MAX_DEPTH
                            + " levels");
        } catch (JacksonException notJson) {
            throw RequestRefused.badRequest(what + " is not valid JSON");
        } finally {
            memory.release(Use.VARIABLES, scratch);
        }
    }

    /** Piece by piece: the characters of a large text would fill the heap to no purpose. */
    private static void requireUtf8(byte[] text) throws CharacterCodingException {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer bytes = ByteBuffer.wrap(text);
        CharBuffer characters = CharBuffer.allocate(Math.min(text.length + 1, CHARACTERS_AT_ONCE));
        CoderResult result = decoder.decode(bytes, characters, true);
        while (result.isOverflow()) {
            characters.clear();
            result = decoder.decode(bytes, characters, true);
        }
        if (result.isError()) {
            result.throwException();
        }
    }

    private @Nullable Object only() {
        JsonToken first = parser.nextToken();
        Object value = first == null ? null : value(first);
        if (first == null || parser.nextToken() != null) {
            throw RequestRefused.badRequest(what + " is not valid JSON");
        }
        cost.settle();
        return value;
    }

    private @Nullable Object value(JsonToken token) {
        if (++values > MAX_VALUES) {
            throw RequestRefused.badRequest("%s has more than %,d values".formatted(what, MAX_VALUES));
        }
        return switch (token) {
            case START_OBJECT -> object();
            case START_ARRAY -> array();
            case VALUE_STRING -> string();
            case VALUE_NUMBER_INT -> integer();
            case VALUE_NUMBER_FLOAT -> decimal();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> throw new IllegalStateException("No value begins with " + token);
        };
    }

    private Map<String, @Nullable Object> object() {
        cost.object();
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            cost.field(name);
            fields.put(name, value(parser.nextToken()));
        }
        return fields;
    }

    private List<?> array() {
        NumberList numbers = arrays.at(parser);
        cost.list();
        List<@Nullable Object> elements = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            cost.element();
            elements.add(value(token));
        }
        return numbers == null ? elements : numbers;
    }

    private String string() {
        cost.text(parser.getStringLength());
        return parser.getString();
    }

    private Number integer() {
        cost.number(parser.getStringLength());
        return parser.getNumberValue();
    }

    private BigDecimal decimal() {
        BigDecimal number = parser.getDecimalValue();
        if (Math.abs((long) number.scale()) > MAX_SCALE) {
            throw RequestRefused.badRequest(what + " has a number out of range");
        }
        cost.number(number.precision() + Math.abs(number.scale()));
        return number;
    }
}
