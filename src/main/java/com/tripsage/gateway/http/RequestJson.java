package com.tripsage.gateway.http;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** Reads JSON from outside: UTF-8 only, every key once, numbers exact, nothing nested or scaled beyond reason. */
final class RequestJson {

    private static final int MAX_DEPTH = 100;

    /** Past a double's range: 1e999999 is seven characters here and a million digits wherever it is written out. */
    private static final int MAX_SCALE = 400;

    private static final ObjectReader READER = JsonMapper.builder(JsonFactory.builder()
                    .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build()
            .readerFor(Object.class);

    private RequestJson() {}

    /** Maps, lists, strings, numbers, booleans and null. */
    static @Nullable Object read(byte[] json, String what) {
        try {
            // Jackson lets some malformed sequences pass, so they are looked for first.
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json));
            Object value = READER.readValue(json);
            if (!isSane(value)) {
                throw RequestRefused.badRequest(what + " has a number out of range");
            }
            return value;
        } catch (CharacterCodingException notUtf8) {
            throw RequestRefused.badRequest(what + " is not valid UTF-8");
        } catch (JacksonException notJson) {
            throw RequestRefused.badRequest(what + " is not valid JSON");
        }
    }

    private static boolean isSane(@Nullable Object value) {
        if (value instanceof BigDecimal number) {
            return Math.abs(number.scale()) <= MAX_SCALE;
        }
        if (value instanceof Map<?, ?> object) {
            return object.values().stream().allMatch(RequestJson::isSane);
        }
        return !(value instanceof Collection<?> array) || array.stream().allMatch(RequestJson::isSane);
    }
}
