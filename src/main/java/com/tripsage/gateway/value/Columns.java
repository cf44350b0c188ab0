package com.tripsage.gateway.value;

import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.ArgumentValue;
import tools.jackson.databind.json.JsonMapper;

/**
 * Values for the columns of a row, as JSON for {@code jsonb_populate_record}: a column that is absent keeps what it has,
 * a null clears it. So one statement text serves every combination of fields.
 */
public final class Columns {

    private static final JsonMapper JSON = JsonMapper.shared();

    private static final ClassValue<Map<String, Enum<?>>> CONSTANTS = new ClassValue<>() {
        @Override
        protected Map<String, Enum<?>> computeValue(Class<?> type) {
            return Stream.of(type.getEnumConstants())
                    .map(constant -> (Enum<?>) constant)
                    .collect(Collectors.toMap(Columns::lowerCase, Function.identity()));
        }
    };

    private final Map<String, @Nullable Object> values = new LinkedHashMap<>();

    public Columns set(String column, @Nullable Object value) {
        values.put(column, plain(value));
        return this;
    }

    /** Sets the amount and its currency; without an amount or a currency, the currency keeps what it has. */
    public Columns set(String amountColumn, String currencyColumn, @Nullable MoneyInput money) {
        set(amountColumn, money == null ? null : money.amount());
        return money == null || money.currency() == null ? this : set(currencyColumn, money.currency());
    }

    /** Sets the columns of a clock as a whole; where no zone is said, that keeps what it has. */
    public Columns set(ClockColumns<String> columns, @Nullable TicketTimeInput said) {
        set(columns.time(), said == null ? null : said.instant());
        set(columns.local(), said == null ? null : said.localDateTime());
        set(columns.date(), said == null ? null : said.day());
        String zone = said == null ? null : said.zone();
        return said != null && zone == null ? this : set(columns.zone(), zone);
    }

    /** Sets the column when the client gave the field. */
    public Columns set(String column, ArgumentValue<?> argument) {
        return argument.isOmitted() ? this : set(column, argument.value());
    }

    public String json() {
        return JSON.writeValueAsString(values);
    }

    /** Several rows as one parameter, for {@code jsonb_populate_recordset}. */
    public static String json(List<Columns> rows) {
        return JSON.writeValueAsString(rows.stream().map(row -> row.values).toList());
    }

    /** The database's word for a constant of the API, which is the same in upper case. */
    public static String lowerCase(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** The database's words for constants. */
    public static String[] lowerCase(Collection<? extends Enum<?>> constants) {
        return constants.stream().map(Columns::lowerCase).toArray(String[]::new);
    }

    /** The constant for the database's word; null for null. */
    public static <E extends Enum<E>> @Nullable E constant(Class<E> type, @Nullable String word) {
        if (word == null) {
            return null;
        }
        Enum<?> constant = CONSTANTS.get(type).get(word);
        if (constant == null) {
            throw new IllegalArgumentException(type + " has no constant for " + word);
        }
        return type.cast(constant);
    }

    private static @Nullable Object plain(@Nullable Object value) {
        return switch (value) {
            case Json json -> json;
            case List<?> list -> list;
            case BigDecimal number -> number;
            case Enum<?> constant -> lowerCase(constant);
            // PostgreSQL reads offsets below 16 hours only.
            case OffsetDateTime time ->
                time.withOffsetSameInstant(ZoneOffset.UTC).toString();
            case null -> null;
            default -> value.toString();
        };
    }
}
