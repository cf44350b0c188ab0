package com.tripsage.gateway.value;

import static java.time.format.DateTimeFormatter.ISO_LOCAL_DATE_TIME;
import static java.util.Objects.requireNonNullElse;

import graphql.GraphQLContext;
import graphql.execution.CoercedVariables;
import graphql.language.FloatValue;
import graphql.language.StringValue;
import graphql.language.Value;
import graphql.scalars.ExtendedScalars;
import graphql.schema.Coercing;
import graphql.schema.CoercingParseLiteralException;
import graphql.schema.CoercingParseValueException;
import graphql.schema.GraphQLScalarType;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Currency;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.json.JsonMapper;

/** The scalars of the schema. Where extended-scalars has one, it reads the input; what goes out is exact. */
final class Scalars {

    private static final int LAST_YEAR = 9999;

    /** The number of characters of a wrong value that an error repeats. */
    private static final int SHOWN = 40;

    private static final int LAST_HOUR = 23;
    private static final int LAST_MINUTE = 59;

    /** A time of RFC 3339, without digits beyond a nanosecond. */
    private static final Pattern RFC_3339 = Pattern.compile(
            "(?<date>\\d{4}-\\d{2}-\\d{2})[Tt](?<minute>\\d{2}:\\d{2}:)(?<second>\\d{2})(?:(?<fraction>\\.\\d{1,9})\\d*)?"
                    + "(?<offset>[Zz]|[+-]\\d{2}:\\d{2})");

    /** A time of ISO 8601 as booking systems write it: seconds are seldom there. */
    private static final Pattern LOCAL =
            Pattern.compile("\\d{4}-\\d{2}-\\d{2}[Tt]\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,9})?)?");

    private Scalars() {}

    static GraphQLScalarType[] all(JsonMapper json, DataSize longestJson) {
        return new GraphQLScalarType[] {
            // The schema language has no place to describe a built-in scalar.
            scalar("ID", new OfString<>(Scalars::uuid, UUID::toString))
                    .transform(id -> id.description("The UUID of a row, as RFC 9562 writes it.")),
            scalar("Date", new OfString<>(Scalars::date, LocalDate::toString)),
            scalar("DateTime", new OfString<>(Scalars::dateTime, Scalars::utc)),
            scalar("LocalDateTime", new OfString<>(Scalars::localDateTime, ISO_LOCAL_DATE_TIME::format)),
            scalar("CurrencyCode", new OfString<>(Scalars::currency, Object::toString)),
            scalar("Decimal", new OfNumber()),
            scalar("JSON", new JsonCoercing(json, longestJson)),
            scalar("Vector", new VectorCoercing())
        };
    }

    private static GraphQLScalarType scalar(String name, Coercing<?, ?> coercing) {
        return GraphQLScalarType.newScalar().name(name).coercing(coercing).build();
    }

    private static UUID uuid(String value) {
        UUID id = UUID.fromString(value);
        if (!id.toString().equalsIgnoreCase(value)) {
            throw new IllegalArgumentException();
        }
        return id;
    }

    private static LocalDate date(String value) {
        LocalDate date = LocalDate.parse(value);
        checkYear(date.getYear());
        return date;
    }

    private static OffsetDateTime dateTime(String value) {
        Matcher parts = RFC_3339.matcher(value);
        if (!parts.matches()) {
            throw new IllegalArgumentException("must be a date and a time with an offset, as RFC 3339 writes them");
        }
        boolean leaps = parts.group("second").equals("60");
        String fraction = requireNonNullElse(parts.group("fraction"), "");
        var time = OffsetDateTime.parse(parts.group("date") + "T" + parts.group("minute")
                + (leaps ? "59" : parts.group("second")) + fraction + offset(parts.group("offset")));
        // In UTC the years are those that are stored. The offset stays: it may say what a clock shows.
        OffsetDateTime utc = time.withOffsetSameInstant(ZoneOffset.UTC);
        if (leaps && (utc.getHour() != LAST_HOUR || utc.getMinute() != LAST_MINUTE)) {
            throw new IllegalArgumentException("must have a leap second only at 23:59:60 UTC");
        }
        checkYear(utc.getYear());
        return time;
    }

    /** RFC 3339 has -00:00 for a time in UTC whose local offset is not known. */
    private static String offset(String offset) {
        return offset.equals("-00:00") ? "Z" : offset;
    }

    private static LocalDateTime localDateTime(String value) {
        if (!LOCAL.matcher(value).matches()) {
            throw new IllegalArgumentException("must be a date and a time without an offset: 2026-05-01T17:30");
        }
        LocalDateTime time = LocalDateTime.parse(value);
        checkYear(time.getYear());
        return time;
    }

    private static void checkYear(int year) {
        if (year < 1 || year > LAST_YEAR) {
            throw new IllegalArgumentException("must be in the years 1 to 9999");
        }
    }

    private static String utc(OffsetDateTime time) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time.withOffsetSameInstant(ZoneOffset.UTC));
    }

    private static String currency(String value) {
        return Currency.getInstance(value).getCurrencyCode();
    }

    /** A scalar that is a string outside and a {@code T} inside. */
    private static final class OfString<T> implements Coercing<T, String> {

        private final Function<String, T> parse;
        private final Function<T, String> print;

        OfString(Function<String, T> parse, Function<T, String> print) {
            this.parse = parse;
            this.print = print;
        }

        @Override
        @SuppressWarnings("unchecked")
        public String serialize(Object value, GraphQLContext context, Locale locale) {
            return value instanceof String text ? text : print.apply((T) value);
        }

        @Override
        public T parseValue(Object input, GraphQLContext context, Locale locale) {
            if (!(input instanceof String text)) {
                throw new CoercingParseValueException("must be a string");
            }
            try {
                return parse.apply(text);
            } catch (RuntimeException e) {
                throw new CoercingParseValueException(messageOf(e, text), e);
            }
        }

        @Override
        public T parseLiteral(Value<?> input, CoercedVariables variables, GraphQLContext context, Locale locale) {
            String text = input instanceof StringValue literal ? literal.getValue() : null;
            if (text == null) {
                throw new CoercingParseLiteralException("must be a string");
            }
            try {
                return parse.apply(text);
            } catch (RuntimeException e) {
                throw new CoercingParseLiteralException(messageOf(e, text), e);
            }
        }

        @Override
        public Value<?> valueToLiteral(Object input, GraphQLContext context, Locale locale) {
            return StringValue.of(serialize(input, context, locale));
        }

        private static String messageOf(RuntimeException e, String text) {
            String message = e.getMessage();
            return message != null && message.startsWith("must")
                    ? message
                    : "is not valid: " + text.substring(0, Math.min(SHOWN, text.length()));
        }
    }

    /** Exact decimals; the columns have two digits after the point and go out with both. */
    private static final class OfNumber implements Coercing<BigDecimal, BigDecimal> {

        private static final Coercing<?, ?> DELEGATE = ExtendedScalars.GraphQLBigDecimal.getCoercing();

        @Override
        public BigDecimal serialize(Object value, GraphQLContext context, Locale locale) {
            return (BigDecimal) value;
        }

        @Override
        public BigDecimal parseValue(Object input, GraphQLContext context, Locale locale) {
            if (!(input instanceof Number)) {
                throw new CoercingParseValueException("must be a number");
            }
            return (BigDecimal) require(DELEGATE.parseValue(input, context, locale));
        }

        @Override
        public BigDecimal parseLiteral(
                Value<?> input, CoercedVariables variables, GraphQLContext context, Locale locale) {
            if (input instanceof StringValue) {
                throw new CoercingParseLiteralException("must be a number");
            }
            return (BigDecimal) require(DELEGATE.parseLiteral(input, variables, context, locale));
        }

        @Override
        public Value<?> valueToLiteral(Object input, GraphQLContext context, Locale locale) {
            return FloatValue.newFloatValue((BigDecimal) input).build();
        }
    }

    private static Object require(@Nullable Object value) {
        if (value == null) {
            throw new IllegalArgumentException("must not be null");
        }
        return value;
    }
}
