package com.tripsage.gateway.value;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** An amount in a currency of ISO 4217, exact, with two digits after the point or as many more as it has. */
public record Money(BigDecimal amount, String currency) {

    /** The currency that a row has when it names none. */
    public static final String DEFAULT_CURRENCY = "USD";

    private static final int LEAST_DIGITS_AFTER_THE_POINT = 2;

    /** The zeros of a column that has more digits than the amount say nothing. */
    public Money {
        if (amount.scale() != LEAST_DIGITS_AFTER_THE_POINT) {
            BigDecimal plain = amount.stripTrailingZeros();
            amount = plain.setScale(Math.max(plain.scale(), LEAST_DIGITS_AFTER_THE_POINT));
        }
    }

    /** The money in two columns of a row; null where there is no amount. */
    public static @Nullable Money of(ResultSet row, int amountColumn, int currencyColumn) throws SQLException {
        BigDecimal amount = row.getBigDecimal(amountColumn);
        if (amount == null) {
            return null;
        }
        String currency = row.getString(currencyColumn);
        return new Money(amount, currency == null ? DEFAULT_CURRENCY : currency);
    }
}
