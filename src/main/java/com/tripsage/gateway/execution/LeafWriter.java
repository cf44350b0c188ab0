package com.tripsage.gateway.execution;

import graphql.GraphQLContext;
import graphql.schema.CoercingSerializeException;
import graphql.schema.GraphQLEnumType;
import graphql.schema.GraphQLScalarType;
import graphql.schema.GraphQLType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.util.RawValue;

/** A writer of the values of a scalar or an enum. The usual ones are written straight, all others as their type coerces them. */
abstract class LeafWriter {

    private static final ObjectWriter JSON = JsonMapper.shared().writer();
    private static final int LAST_YEAR = 9999;

    static LeafWriter of(GraphQLType type) {
        return switch (type) {
            case GraphQLEnumType constants -> new Constants(constants);
            case GraphQLScalarType scalar -> new Scalar(scalar);
            default -> throw new IllegalArgumentException("Not a leaf: " + type);
        };
    }

    /**
     * Writes a value.
     *
     * @return false where the type makes a null of it, and nothing is written
     * @throws CoercingSerializeException where the type refuses it
     */
    final boolean write(Object value, JsonBuffer out, GraphQLContext context, Locale locale) {
        return isUsual(value, out) || any(serialize(value, context, locale), out);
    }

    /** Writes a value that needs no coercion; false where it does, and nothing is written. */
    abstract boolean isUsual(Object value, JsonBuffer out);

    abstract @Nullable Object serialize(Object value, GraphQLContext context, Locale locale);

    private static boolean any(@Nullable Object serialized, JsonBuffer out) {
        switch (serialized) {
            case null -> {
                return false;
            }
            case String text -> out.text(text);
            case RawValue json -> out.json(String.valueOf(json.rawValue()));
            case Integer number -> out.number(number);
            case Long number -> out.number(number);
            case Boolean truth -> out.truth(truth);
            case BigDecimal number -> out.decimal(number);
            case BigInteger number -> out.ascii(number.toString());
            default -> out.raw(JSON.writeValueAsBytes(serialized));
        }
        return true;
    }

    /** The values of a scalar. */
    private static final class Scalar extends LeafWriter {

        private final GraphQLScalarType type;
        private final String name;

        Scalar(GraphQLScalarType type) {
            this.type = type;
            this.name = type.getName();
        }

        @Override
        boolean isUsual(Object value, JsonBuffer out) {
            switch (value) {
                case String text when name.equals("String") || name.equals("ID") -> out.text(text);
                case UUID id when name.equals("ID") -> out.uuid(id);
                case Integer number when name.equals("Int") -> out.number(number);
                case Boolean truth when name.equals("Boolean") -> out.truth(truth);
                case OffsetDateTime time
                when name.equals("DateTime") -> {
                    OffsetDateTime utc = time.withOffsetSameInstant(ZoneOffset.UTC);
                    if (utc.getYear() < 0 || utc.getYear() > LAST_YEAR) {
                        return false;
                    }
                    out.time(utc);
                }
                case LocalDate date when name.equals("Date") -> out.quoted(date.toString());
                case BigDecimal number when name.equals("Decimal") -> out.decimal(number);
                default -> {
                    return false;
                }
            }
            return true;
        }

        @Override
        @Nullable
        Object serialize(Object value, GraphQLContext context, Locale locale) {
            return type.getCoercing().serialize(value, context, locale);
        }
    }

    /** The constants of an enum, whose names are made into JSON once. */
    private static final class Constants extends LeafWriter {

        private final GraphQLEnumType type;
        private final Map<Enum<?>, byte[]> known = new ConcurrentHashMap<>();

        Constants(GraphQLEnumType type) {
            this.type = type;
        }

        @Override
        boolean isUsual(Object value, JsonBuffer out) {
            byte[] json = value instanceof Enum<?> constant ? known.get(constant) : null;
            if (json == null) {
                return false;
            }
            out.raw(json);
            return true;
        }

        @Override
        @Nullable
        Object serialize(Object value, GraphQLContext context, Locale locale) {
            Object name = type.serialize(value, context, locale);
            if (value instanceof Enum<?> constant) {
                known.put(constant, JSON.writeValueAsBytes(name));
            }
            return name;
        }
    }
}
