package com.tripsage.gateway.value;

import com.tripsage.gateway.budget.CountedText;
import com.tripsage.gateway.budget.Holding;
import com.tripsage.gateway.budget.Use;
import graphql.GraphQLContext;
import graphql.execution.CoercedVariables;
import graphql.language.ArrayValue;
import graphql.language.BooleanValue;
import graphql.language.EnumValue;
import graphql.language.FloatValue;
import graphql.language.IntValue;
import graphql.language.ObjectField;
import graphql.language.ObjectValue;
import graphql.language.StringValue;
import graphql.language.Value;
import graphql.language.VariableReference;
import graphql.schema.Coercing;
import graphql.schema.CoercingParseLiteralException;
import graphql.schema.CoercingParseValueException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.util.RawValue;

/**
 * Any JSON value: parsed once by the transport on its way in, not at all on its way out. Reads literals itself because
 * extended-scalars' does not know null in a list.
 */
final class JsonCoercing implements Coercing<Json, RawValue> {

    /** The largest scale of a number in variables. */
    private static final int MAX_SCALE = 400;

    /** The number of times that a text is held: as it is, and as it grows. */
    private static final int COPIES = 2;

    private final ObjectWriter json;
    private final DataSize most;

    JsonCoercing(JsonMapper json, DataSize most) {
        // As PostgreSQL writes a jsonb, with all digits of its numbers: so long it is wherever it is read.
        this.json = json.writer().with(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN);
        this.most = most;
    }

    @Override
    public RawValue serialize(Object value, GraphQLContext context, Locale locale) {
        return new RawValue(((Json) value).text());
    }

    @Override
    public Json parseValue(Object input, GraphQLContext context, Locale locale) {
        try {
            return write(input);
        } catch (CountedText.TooLong e) {
            throw new CoercingParseValueException(tooLong(), e);
        } catch (JacksonException e) {
            throw new CoercingParseValueException("is not JSON that can be stored", e);
        }
    }

    @Override
    public Json parseLiteral(Value<?> input, CoercedVariables variables, GraphQLContext context, Locale locale) {
        try {
            return write(valueOf(input, variables));
        } catch (CountedText.TooLong e) {
            throw new CoercingParseLiteralException(tooLong(), e);
        } catch (JacksonException e) {
            throw new CoercingParseLiteralException("is not JSON that can be stored", e);
        }
    }

    @Override
    public Value<?> valueToLiteral(Object input, GraphQLContext context, Locale locale) {
        return StringValue.of(((Json) input).text());
    }

    private String tooLong() {
        return "has more than " + most.toBytes() + " characters when it is written out";
    }

    /** A number that is not too long: one of seven characters, 1e99999, has 100,000 in the answer. */
    private static BigDecimal sane(BigDecimal number) {
        if (Math.abs((long) number.scale()) > MAX_SCALE) {
            throw new CoercingParseLiteralException("has a number out of range");
        }
        return number;
    }

    private Json write(@Nullable Object value) {
        var text = new CountedText(Holding.current(), Use.VARIABLES, COPIES, most.toBytes());
        try {
            json.writeValue(text, value);
        } catch (JacksonException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
        return new Json(text.toString());
    }

    private static @Nullable Object valueOf(Value<?> literal, CoercedVariables variables) {
        return switch (literal) {
            case StringValue text -> text.getValue();
            case IntValue number -> number.getValue();
            case FloatValue number -> sane(number.getValue());
            case BooleanValue truth -> truth.isValue();
            case EnumValue name -> name.getName();
            case VariableReference variable -> variables.get(variable.getName());
            case ArrayValue array -> {
                List<@Nullable Object> values = new ArrayList<>();
                array.getValues().forEach(value -> values.add(valueOf(value, variables)));
                yield values;
            }
            case ObjectValue object -> {
                Map<String, @Nullable Object> fields = new LinkedHashMap<>();
                for (ObjectField field : object.getObjectFields()) {
                    fields.put(field.getName(), valueOf(field.getValue(), variables));
                }
                yield fields;
            }
            default -> null;
        };
    }
}
