package com.tripsage.gateway.exchange;

import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * The rate of a currency on a day.
 *
 * @param perEuro how much of the currency one euro is
 */
public record ExchangeRate(String currency, LocalDate day, BigDecimal perEuro) {}
