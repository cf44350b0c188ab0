package com.tripsage.gateway.value;

import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.PositiveOrZero;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * An amount that a {@code decimal(10,2)} column holds exactly.
 *
 * @param currency null for the one that the column has, or that is usual beside it
 */
public record MoneyInput(
        @Digits(integer = 8, fraction = 2, message = "must have at most 8 digits before the point and 2 after it")
        @PositiveOrZero
        BigDecimal amount,

        @Nullable String currency) {

    private static final int DIGITS_AFTER_THE_POINT = 2;

    /** Zeros at the end say nothing: 12.500 is 12.50. */
    public MoneyInput {
        amount = amount.scale() > DIGITS_AFTER_THE_POINT ? amount.stripTrailingZeros() : amount;
    }
}
