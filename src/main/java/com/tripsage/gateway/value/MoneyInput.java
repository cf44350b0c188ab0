package com.tripsage.gateway.value;

import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.PositiveOrZero;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * An amount that a {@code numeric(19, 4)} column holds exactly, and its currency has the decimals for.
 *
 * @param currency null for the one that the column has, or that is usual beside it
 */
@InCurrency
public record MoneyInput(
        @Digits(integer = 15, fraction = 4, message = "must have at most 15 digits before the point and 4 after it")
        @PositiveOrZero
        BigDecimal amount,

        @Nullable String currency) {

    private static final int USUAL_DIGITS_AFTER_THE_POINT = 2;

    /** Zeros at the end say nothing: 12.500 is 12.50. */
    public MoneyInput {
        amount = amount.scale() > USUAL_DIGITS_AFTER_THE_POINT ? amount.stripTrailingZeros() : amount;
    }
}
