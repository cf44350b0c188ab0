package com.tripsage.gateway.value;

import graphql.GraphQLContext;
import graphql.execution.CoercedVariables;
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
import tools.jackson.databind.util.RawValue;

/** An embedding: numbers in an array, or base64 of little-endian float32. */
final class VectorCoercing implements Coercing<Vector, RawValue> {

    @Override
    public RawValue serialize(Object value, GraphQLContext context, Locale locale) {
        return new RawValue(value instanceof Json column ? column.text() : ((Vector) value).json());
    }

    @Override
    public Vector parseValue(Object input, GraphQLContext context, Locale locale) {
        try {
            return Vector.of(input instanceof String base64 ? decode(base64) : numbers(input));
        } catch (IllegalArgumentException | ClassCastException e) {
            throw new CoercingParseValueException(
                    "must be " + Vector.DIMENSIONS + " finite numbers, not all zero, or base64 of as many float32", e);
        }
    }

    @Override
    public Vector parseLiteral(Value<?> input, CoercedVariables variables, GraphQLContext context, Locale locale) {
        if (input instanceof StringValue text && text.getValue() != null) {
            return parseValue(text.getValue(), context, locale);
        }
        throw new CoercingParseLiteralException("must be a variable, or base64");
    }

    @Override
    public Value<?> valueToLiteral(Object input, GraphQLContext context, Locale locale) {
        return StringValue.of(((Vector) input).json());
    }

    private static float[] numbers(Object input) {
        List<?> numbers = (List<?>) input;
        float[] values = new float[numbers.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = ((Number) numbers.get(i)).floatValue();
        }
        return values;
    }

    private static float[] decode(String base64) {
        ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(base64)).order(ByteOrder.LITTLE_ENDIAN);
        float[] values = new float[bytes.remaining() / Float.BYTES];
        bytes.asFloatBuffer().get(values);
        return values;
    }
}
