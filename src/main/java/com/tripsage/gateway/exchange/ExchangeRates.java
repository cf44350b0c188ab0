package com.tripsage.gateway.exchange;

import com.tripsage.gateway.value.CurrencyDecimals;
import com.tripsage.gateway.value.Money;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The rates that were the latest on a day, and conversions with them, which go through the euro. */
public final class ExchangeRates {

    /** No rates at all, which suffice where everything is in one currency. */
    public static final ExchangeRates NONE = new ExchangeRates(List.of());

    private static final String EURO = "EUR";

    private final Map<String, ExchangeRate> byCurrency;

    ExchangeRates(Collection<ExchangeRate> rates) {
        byCurrency =
                new TreeMap<>(rates.stream().collect(Collectors.toMap(ExchangeRate::currency, Function.identity())));
    }

    /** The currencies whose rates a conversion of money takes: none where all of it is in the target. */
    public static Set<String> needed(List<Money> amounts, String target) {
        Set<String> currencies = amounts.stream().map(Money::currency).collect(Collectors.toCollection(TreeSet::new));
        currencies.add(target);
        if (currencies.size() == 1) {
            return Set.of();
        }
        currencies.remove(EURO);
        return currencies;
    }

    /** The sum of amounts in a currency, rounded once, at its decimals, half up. */
    public Conversion sum(List<Money> amounts, String target) {
        Set<String> needed = needed(amounts, target);
        List<String> missing =
                needed.stream().filter(each -> !byCurrency.containsKey(each)).toList();
        List<ExchangeRate> used =
                needed.stream().map(byCurrency::get).flatMap(Stream::ofNullable).toList();
        if (!missing.isEmpty()) {
            return new Conversion(null, used, missing);
        }
        BigDecimal sum = amounts.stream()
                .map(money -> converted(money, target))
                .reduce(BigDecimal.ZERO, BigDecimal::add)
                .setScale(CurrencyDecimals.of(target), RoundingMode.HALF_UP);
        return new Conversion(new Money(sum, target), used, missing);
    }

    private BigDecimal converted(Money money, String target) {
        return money.currency().equals(target)
                ? money.amount()
                : money.amount().multiply(perEuro(target)).divide(perEuro(money.currency()), MathContext.DECIMAL128);
    }

    private BigDecimal perEuro(String currency) {
        ExchangeRate rate = byCurrency.get(currency);
        return rate == null ? BigDecimal.ONE : rate.perEuro();
    }
}
