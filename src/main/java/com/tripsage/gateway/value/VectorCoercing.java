package com.tripsage.gateway.value;

import graphql.GraphQLContext;
import graphql.execution.CoercedVariables;
import graphql.language.ArrayValue;
import graphql.language.FloatValue;
import graphql.language.IntValue;
import graphql.language.StringValue;
import graphql.language.Value;
import graphql.schema.Coercing;
import graphql.schema.CoercingParseLiteralException;
import graphql.schema.CoercingParseValueException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.util.RawValue;

/** An embedding: numbers in an array, or base64 of little-endian float32. */
final class VectorCoercing implements Coercing<Vector, RawValue> {

    private static final String EXPECTED = "must be " + Vector.DIMENSIONS
            + " finite numbers, not all zero: in an array, or as base64 of little-endian float32";

    /** Base64 of so many bytes has no padding. */
    private static final int BASE64_LENGTH = Vector.DIMENSIONS * Float.BYTES / 3 * 4;

    @Override
    public RawValue serialize(Object value, GraphQLContext context, Locale locale) {
        return new RawValue(value instanceof Json column ? column.text() : ((Vector) value).json());
    }

    @Override
    public Vector parseValue(Object input, GraphQLContext context, Locale locale) {
        try {
            return vector(input);
        } catch (IllegalArgumentException e) {
            throw new CoercingParseValueException(EXPECTED, e);
        }
    }

    @Override
    public Vector parseLiteral(Value<?> input, CoercedVariables variables, GraphQLContext context, Locale locale) {
        try {
            return vector(plain(input));
        } catch (IllegalArgumentException e) {
            throw new CoercingParseLiteralException(EXPECTED, e);
        }
    }

    @Override
    public Value<?> valueToLiteral(Object input, GraphQLContext context, Locale locale) {
        return StringValue.of(encode(((Vector) input).toFloats()));
    }

    private static Vector vector(@Nullable Object input) {
        return switch (input) {
            case NumberList numbers -> Vector.of(numbers.floats());
            case List<?> numbers -> Vector.of(floats(numbers));
            case String base64 -> Vector.of(decode(base64));
            case null, default -> throw new IllegalArgumentException();
        };
    }

    private static @Nullable Object plain(Value<?> input) {
        return switch (input) {
            case ArrayValue array -> numbers(array);
            case StringValue text -> text.getValue();
            default -> null;
        };
    }

    private static List<Number> numbers(ArrayValue array) {
        return array.getValues().stream().map(VectorCoercing::number).toList();
    }

    private static Number number(Value<?> element) {
        return switch (element) {
            case FloatValue number -> number.getValue();
            case IntValue number -> number.getValue();
            default -> throw new IllegalArgumentException();
        };
    }

    private static float[] floats(List<?> numbers) {
        float[] values = new float[requireLength(Vector.DIMENSIONS, numbers.size())];
        for (int i = 0; i < values.length; i++) {
            if (!(numbers.get(i) instanceof Number number)) {
                throw new IllegalArgumentException();
            }
            values[i] = number.floatValue();
        }
        return values;
    }

    private static float[] decode(String base64) {
        requireLength(BASE64_LENGTH, base64.length());
        byte[] bytes = Base64.getDecoder().decode(base64);
        float[] values = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        return values;
    }

    private static String encode(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    private static int requireLength(int expected, int actual) {
        if (actual != expected) {
            throw new IllegalArgumentException();
        }
        return actual;
    }
}
