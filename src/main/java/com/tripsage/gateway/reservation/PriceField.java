package com.tripsage.gateway.reservation;

import com.tripsage.gateway.value.CurrencyDecimals;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An amount of money, in two columns.
 *
 * @param way to an amount, or to a node that has the currency as well
 * @param currencyWay to the currency of an amount alone; null where only a node will do
 */
record PriceField(
        String column,
        String currencyColumn,
        String way,
        @Nullable String currencyWay) implements Field {

    /** The currency of a row, which an amount without one of its own is in. */
    static final String CURRENCY = "currency";

    /** What a column of {@code numeric(19, 4)} holds. */
    private static final int DIGITS_BEFORE_THE_POINT = 15;

    private static final int DIGITS_AFTER_THE_POINT = 4;

    /** A text that has so many characters is no price, and takes long to read. */
    private static final int LONGEST = 40;

    @Override
    public @Nullable Object read(Thing document) {
        return document.all(way)
                .flatMap(price -> Stream.ofNullable(read(document, price)))
                .findFirst()
                .orElse(null);
    }

    private @Nullable Price read(Thing document, Thing price) {
        Thing amount = price.node().isObject() ? price.firstText("price", "value", "minPrice") : price;
        BigDecimal value = amount == null ? null : number(amount.text());
        Thing code = Stream.of(
                        price.firstText("priceCurrency", "currency"),
                        currencyWay == null ? null : document.firstText(currencyWay))
                .flatMap(Stream::ofNullable)
                .filter(said -> isCurrency(String.valueOf(said.text())))
                .findFirst()
                .orElse(null);
        if (amount == null || value == null || (code == null && currencyWay == null)) {
            return null;
        }
        if (code != null && CurrencyDecimals.mistake(value, String.valueOf(code.text())) != null) {
            return null;
        }
        amount.markRead();
        return new Price(value, code == null ? null : code.markRead().text());
    }

    /** Null for what the column doesn't hold. */
    private static @Nullable BigDecimal number(@Nullable String text) {
        if (text == null || text.length() > LONGEST) {
            return null;
        }
        try {
            BigDecimal number = new BigDecimal(text);
            return number.signum() < 0
                            || (long) number.precision() - number.scale() > DIGITS_BEFORE_THE_POINT
                            || number.stripTrailingZeros().scale() > DIGITS_AFTER_THE_POINT
                    ? null
                    : plain(number);
        } catch (NumberFormatException _) {
            return null;
        }
    }

    private static boolean isCurrency(String code) {
        try {
            return Currency.getInstance(code).getCurrencyCode().equals(code);
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    @Override
    public void write(ObjectNode document, @Nullable Object value) {
        Nodes.set(document, way, (JsonNode) null);
        if (!(value instanceof Price price)) {
            return;
        }
        if (currencyWay == null) {
            Nodes.set(
                    document,
                    way,
                    Nodes.object("MonetaryAmount").put("value", price.amount()).put("currency", price.currency()));
        } else {
            Nodes.number(document, way, price.amount());
            Nodes.set(document, currencyWay, price.currency());
        }
    }

    @Override
    public @Nullable Object ofRow(JsonNode row) {
        JsonNode amount = row.path(column);
        String currency = TextColumn.text(row, currencyColumn);
        return amount.isNumber()
                ? new Price(plain(amount.decimalValue()), currency == null ? TextColumn.text(row, CURRENCY) : currency)
                : null;
    }

    @Override
    public void toRow(ObjectNode row, @Nullable Object value) {
        Price price = (Price) value;
        row.put(column, price == null ? null : price.amount());
        String currency = price == null ? null : price.currency();
        if (currency != null || !currencyColumn.equals(CURRENCY)) {
            row.put(currencyColumn, currency);
        }
    }

    /** Equal amounts in one form, which is written without an exponent. */
    private static BigDecimal plain(BigDecimal amount) {
        BigDecimal shortest = amount.stripTrailingZeros();
        return shortest.scale() < 0 ? shortest.setScale(0) : shortest;
    }

    /**
     * An amount, and its currency.
     *
     * @param currency null where it wasn't said
     */
    record Price(BigDecimal amount, @Nullable String currency) {}
}
