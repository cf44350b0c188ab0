package com.tripsage.gateway.value;

import java.math.BigDecimal;
import java.util.Currency;
import org.jspecify.annotations.Nullable;

/** The digits after the point that amounts of a currency have, as ISO 4217 lists them: none of yen, three of Kuwaiti dinars. */
public final class CurrencyDecimals {

    /** Those of a currency that is not listed, or without decimals in the list, such as gold: what a column holds. */
    static final int OTHERWISE = 4;

    private CurrencyDecimals() {}

    public static int of(String currency) {
        int digits;
        try {
            digits = Currency.getInstance(currency).getDefaultFractionDigits();
        } catch (IllegalArgumentException unknown) {
            return OTHERWISE;
        }
        return digits < 0 ? OTHERWISE : digits;
    }

    /** What is wrong with an amount in a currency; null where it has the decimals for it. */
    public static @Nullable String mistake(BigDecimal amount, String currency) {
        int digits = of(currency);
        if (amount.stripTrailingZeros().scale() <= digits) {
            return null;
        }
        return digits == 0
                ? "must have no digits after the point in " + currency
                : "must have at most " + digits + " digits after the point in " + currency;
    }
}
