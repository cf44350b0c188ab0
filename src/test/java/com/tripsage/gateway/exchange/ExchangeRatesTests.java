package com.tripsage.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.value.Money;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExchangeRatesTests {

    private final ExchangeRates rates = new ExchangeRates(List.of(
            rate("USD", "1.1586"),
            rate("JPY", "181.07"),
            rate("KWD", "0.3555"),
            rate("VND", "30500"),
            rate("CLF", "0.0291")));

    @ParameterizedTest
    @CsvSource({
        "100, USD, USD, 100.00",
        "100, EUR, USD, 115.86",
        "115.86, USD, EUR, 100.00",
        "100, USD, JPY, 15628.00",
        "1, JPY, KWD, 0.002",
        "1, KWD, VND, 85795.00",
        "150000000, VND, EUR, 4918.03",
        "1, VND, EUR, 0.00",
        "1, EUR, CLF, 0.0291",
        "999999999999999.9999, VND, KWD, 11655737704.918",
        "-100, EUR, USD, -115.86"
    })
    void convertsThroughTheEuroAtTheDecimalsOfTheTarget(String amount, String from, String to, String total) {
        assertThat(rates.sum(List.of(money(amount, from)), to).total()).isEqualTo(money(total, to));
    }

    @ParameterizedTest
    @CsvSource({"0.125, 0.13", "0.135, 0.14", "-0.125, -0.13", "0.1249, 0.12"})
    void roundsHalfUp(String sum, String total) {
        assertThat(rates.sum(List.of(money(sum, "EUR")), "EUR").total()).isEqualTo(money(total, "EUR"));
    }

    /** Rounded by themselves, both would be nothing. */
    @Test
    void roundsTheSumAndNotItsParts() {
        var converted = rates.sum(List.of(money("0.004", "EUR"), money("0.0046", "USD")), "EUR");

        assertThat(converted.total()).isEqualTo(money("0.01", "EUR"));
        assertThat(converted.rates()).extracting(ExchangeRate::currency).containsExactly("USD");
    }

    @Test
    void neitherGuessesNorLeavesOutWhatHasNoRate() {
        var converted = rates.sum(List.of(money("100", "USD"), money("5", "DEM"), money("1", "ABC")), "JPY");

        assertThat(converted.total()).isNull();
        assertThat(converted.missingRates()).containsExactly("ABC", "DEM");
        assertThat(converted.rates()).extracting(ExchangeRate::currency).containsExactly("JPY", "USD");
    }

    @Test
    void needsNoRateInOneCurrency() {
        assertThat(ExchangeRates.needed(List.of(money("1", "ABC")), "ABC")).isEmpty();
        assertThat(ExchangeRates.NONE.sum(List.of(money("1", "ABC"), money("2", "ABC")), "ABC"))
                .isEqualTo(new Conversion(money("3", "ABC"), List.of(), List.of()));
        assertThat(ExchangeRates.NONE.sum(List.of(), "EUR").total()).isEqualTo(money("0", "EUR"));
        assertThat(Stream.of("EUR", "USD").toList()).allSatisfy(target -> assertThat(
                        ExchangeRates.needed(List.of(money("1", "EUR"), money("1", "USD")), target))
                .containsExactly("USD"));
    }

    private static Money money(String amount, String currency) {
        return new Money(new BigDecimal(amount), currency);
    }

    private static ExchangeRate rate(String currency, String perEuro) {
        return new ExchangeRate(currency, LocalDate.of(2026, 11, 25), new BigDecimal(perEuro));
    }
}
