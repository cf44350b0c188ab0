package com.tripsage.gateway.http;

import com.tripsage.gateway.value.NumberList;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
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
import tools.jackson.core.json.JsonFactory;

/** Reads JSON from outside: UTF-8 only, every key once, numbers exact, nothing nested or scaled beyond reason. */
public final class RequestJson {

    private static final int MAX_DEPTH = 100;

    /** Past a double's range: 1e999999 is seven characters here and a million digits wherever it is written out. */
    private static final int MAX_SCALE = 400;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
            .build();

    private final JsonParser parser;
    private final NumberArrays arrays;
    private final String what;

    private RequestJson(JsonParser parser, NumberArrays arrays, String what) {
        this.parser = parser;
        this.arrays = arrays;
        this.what = what;
    }

    /** Maps, lists, strings, numbers, booleans and null; a long array of numbers is a {@link NumberList}. */
    public static @Nullable Object read(byte[] json, String what) {
        NumberArrays arrays = NumberArrays.of(json);
        byte[] others = arrays.others();
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), others)) {
            // Jackson lets some malformed sequences pass, so they are looked for first.
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(others));
            return new RequestJson(parser, arrays, what).only();
        } catch (CharacterCodingException notUtf8) {
            throw RequestRefused.badRequest(what + " is not valid UTF-8");
        } catch (JacksonException notJson) {
            throw RequestRefused.badRequest(what + " is not valid JSON");
        }
    }

    private @Nullable Object only() {
        JsonToken first = parser.nextToken();
        Object value = first == null ? null : value(first);
        if (first == null || parser.nextToken() != null) {
            throw RequestRefused.badRequest(what + " is not valid JSON");
        }
        return value;
    }

    private @Nullable Object value(JsonToken token) {
        return switch (token) {
            case START_OBJECT -> object();
            case START_ARRAY -> array();
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER_INT -> parser.getNumberValue();
            case VALUE_NUMBER_FLOAT -> decimal();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> throw new IllegalStateException("No value begins with " + token);
        };
    }

    private Map<String, @Nullable Object> object() {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            fields.put(name, value(parser.nextToken()));
        }
        return fields;
    }

    private List<?> array() {
        NumberList numbers = arrays.at(parser);
        List<@Nullable Object> elements = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            elements.add(value(token));
        }
        return numbers == null ? elements : numbers;
    }

    private BigDecimal decimal() {
        BigDecimal number = parser.getDecimalValue();
        if (Math.abs((long) number.scale()) > MAX_SCALE) {
            throw RequestRefused.badRequest(what + " has a number out of range");
        }
        return number;
    }
}
