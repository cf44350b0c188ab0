package com.tripsage.gateway.value;

import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.PositiveOrZero;
import java.math.BigDecimal;

/** An amount that a {@code decimal(10,2)} column holds exactly. */
public record MoneyInput(
        @Digits(integer = 8, fraction = 2, message = "must have at most 8 digits before the point and 2 after it")
        @PositiveOrZero
        BigDecimal amount,

        String currency) {}
