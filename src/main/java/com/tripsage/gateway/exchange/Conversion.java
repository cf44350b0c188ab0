package com.tripsage.gateway.exchange;

import com.tripsage.gateway.value.Money;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A sum of money that was converted into one currency.
 *
 * @param total null where a rate is missing
 * @param rates those that were used, by currency
 * @param missingRates the currencies without a rate on the day or before
 */
public record Conversion(@Nullable Money total, List<ExchangeRate> rates, List<String> missingRates) {}
