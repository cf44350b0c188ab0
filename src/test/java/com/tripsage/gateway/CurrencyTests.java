package com.tripsage.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** In which currency amounts are that name none, and which amounts there are. */
class CurrencyTests extends OneTraveller {

    private static final String ADD_FLIGHT = """
            mutation ($trip: ID!, $price: MoneyInput) {
              addFlight(input: { tripId: $trip, flight: { price: $price } }) { flight { id price { amount currency } } }
            }""";

    private static final String CHANGE_FLIGHT = """
            mutation ($id: ID!, $price: MoneyInput) {
              updateFlight(input: { id: $id, price: $price }) { flight { price { amount currency } } }
            }""";

    private static final String ADD_STAY = """
            mutation ($trip: ID!, $stay: AccommodationInput!) {
              addAccommodation(input: { tripId: $trip, accommodation: $stay }) {
                accommodation { id pricePerNight { amount currency } totalPrice { amount currency } }
              }
            }""";

    private static final String CHANGE_STAY = """
            mutation ($input: UpdateAccommodationInput!) {
              updateAccommodation(input: $input) {
                accommodation { pricePerNight { amount currency } totalPrice { amount currency } version }
              }
            }""";

    @ParameterizedTest
    @ValueSource(strings = {"{\"amount\": 1200}", "{\"amount\": 1200, \"currency\": null}"})
    void aBudgetKeepsItsCurrency(String money) {
        String trip = trip("JPY");

        assertThat(budget(trip, money)).isEqualTo("{\"amount\":1200.00,\"currency\":\"JPY\"}");
        assertThat(budget(trip, "{\"amount\": 5, \"currency\": \"KWD\"}"))
                .isEqualTo("{\"amount\":5.00,\"currency\":\"KWD\"}");
        assertThat(budget(trip, money)).isEqualTo("{\"amount\":1200.00,\"currency\":\"KWD\"}");
        assertThat(budget(trip, "null")).isEqualTo("null");
        assertThat(budget(trip, money)).isEqualTo("{\"amount\":1200.00,\"currency\":\"KWD\"}");
    }

    @Test
    void aFirstBudgetIsInDollars() {
        String trip = ada.createTrip("Oslo").toString();
        assertThat(budget(trip, "{\"amount\": 7}")).isEqualTo("{\"amount\":7.00,\"currency\":\"USD\"}");

        Wire.Answer created = wire.send(
                "mutation { createTrip(input: { title: \"Bari\", budget: { amount: 7 } }) { trip { budget { currency } } } }");
        assertThat(created.at("/createTrip/trip/budget/currency")).isEqualTo("USD");
    }

    /** Whoever changes the currency meanwhile is not undone. */
    @Test
    void theCurrencyIsTheStoredOneAtTheMomentOfTheChange() throws Exception {
        String trip = trip("EUR");
        try (var other = Superuser.begin(environment);
                var statement = other.createStatement()) {
            statement.execute("update trips set budget_currency = 'CHF' where id = '" + trip + "'");
            var answer = java.util.concurrent.CompletableFuture.supplyAsync(() -> budget(trip, "{\"amount\": 9}"));
            Superuser.awaitLocked(environment, 1);
            other.commit();

            assertThat(answer.join()).isEqualTo("{\"amount\":9.00,\"currency\":\"CHF\"}");
        }
    }

    @Test
    void pricesOfANewTripAreInTheCurrencyOfItsBudget() {
        Wire.Answer created = wire.send("""
                mutation ($input: CreateTripInput!) {
                  createTrip(input: $input) {
                    trip { flights { price { currency } } accommodations { pricePerNight { currency } totalPrice { currency } } }
                  }
                }""", """
                {"input": {"title": "Oslo", "budget": {"amount": 900, "currency": "NOK"},
                  "flights": [{"price": {"amount": 1}}, {"price": {"amount": 1, "currency": "SEK"}}],
                  "accommodations": [
                    {"name": "a", "pricePerNight": {"amount": 1}, "totalPrice": {"amount": 2}},
                    {"name": "b", "pricePerNight": {"amount": 1, "currency": "DKK"}, "totalPrice": {"amount": 2}},
                    {"name": "c", "pricePerNight": {"amount": 1}, "totalPrice": {"amount": 2, "currency": "DKK"}}]}}""");

        assertThat(created.each("/createTrip/trip/flights", "/price/currency")).containsExactly("NOK", "SEK");
        assertThat(created.each("/createTrip/trip/accommodations", "/pricePerNight/currency"))
                .containsExactly("NOK", "DKK", "DKK");
        assertThat(created.each("/createTrip/trip/accommodations", "/totalPrice/currency"))
                .containsExactly("NOK", "DKK", "DKK");
    }

    @Test
    void aFlightIsPricedLikeItsTripFirstAndLikeItselfThen() {
        String trip = trip("EUR");
        Wire.Answer added = wire.send(ADD_FLIGHT, "{\"trip\": \"%s\", \"price\": {\"amount\": 10}}".formatted(trip));
        assertThat(added.at("/addFlight/flight/price/currency")).isEqualTo("EUR");

        String unpriced = wire.send(ADD_FLIGHT, "{\"trip\": \"%s\", \"price\": null}".formatted(trip))
                .at("/addFlight/flight/id");
        Superuser.of(environment)
                .sql("update flights set currency = 'USD' where id = ?::uuid")
                .param(unpriced)
                .update();
        assertThat(price(unpriced, "{\"amount\": 11}")).isEqualTo("{\"amount\":11.00,\"currency\":\"EUR\"}");

        assertThat(price(unpriced, "{\"amount\": 12, \"currency\": \"GBP\"}")).contains("GBP");
        assertThat(price(unpriced, "{\"amount\": 13}")).isEqualTo("{\"amount\":13.00,\"currency\":\"GBP\"}");
        assertThat(price(unpriced, "null")).isEqualTo("null");
    }

    @Test
    void aStayIsPricedLikeItsOtherPriceFirstAndThenLikeItsTrip() {
        String trip = trip("EUR");
        String plain = stay(trip, "{\"name\": \"Casa\"}");
        assertThat(change(plain, "\"totalPrice\": {\"amount\": 8}"))
                .isEqualTo("null {\"amount\":8.00,\"currency\":\"EUR\"}");

        String nightly =
                stay(trip, "{\"name\": \"Hytte\", \"pricePerNight\": {\"amount\": 90, \"currency\": \"NOK\"}}");
        assertThat(change(nightly, "\"totalPrice\": {\"amount\": 180}"))
                .isEqualTo("{\"amount\":90.00,\"currency\":\"NOK\"} {\"amount\":180.00,\"currency\":\"NOK\"}");
        assertThat(change(nightly, "\"pricePerNight\": {\"amount\": 80}"))
                .isEqualTo("{\"amount\":80.00,\"currency\":\"NOK\"} {\"amount\":180.00,\"currency\":\"NOK\"}");
        assertThat(change(
                        nightly,
                        "\"pricePerNight\": {\"amount\": 8, \"currency\": \"SEK\"}, \"totalPrice\": {\"amount\": 9}"))
                .isEqualTo("{\"amount\":8.00,\"currency\":\"SEK\"} {\"amount\":9.00,\"currency\":\"SEK\"}");
        assertThat(change(nightly, "\"pricePerNight\": null, \"totalPrice\": {\"amount\": 7}"))
                .isEqualTo("null {\"amount\":7.00,\"currency\":\"SEK\"}");

        assertThat(change(nightly, "\"pricePerNight\": {\"amount\": 8, \"currency\": \"DKK\"}"))
                .isEqualTo("{\"amount\":8.00,\"currency\":\"DKK\"} {\"amount\":7.00,\"currency\":\"SEK\"}");
    }

    /** Nothing that is not asked for changes, the currency of a stay without prices neither. */
    @Test
    void aChangeOfSomethingElseLeavesCurrenciesAlone() {
        String stay = stay(trip("EUR"), "{\"name\": \"Casa\"}");
        Superuser.of(environment)
                .sql("update accommodations set currency = 'GBP' where id = ?::uuid")
                .param(stay)
                .update();

        wire.send(
                        CHANGE_STAY,
                        "{\"input\": {\"id\": \"%s\", \"name\": \"Casa Rosa\", \"totalPrice\": null}}".formatted(stay))
                .at("/updateAccommodation/accommodation/version");

        assertThat(Superuser.of(environment)
                        .sql("select currency from accommodations where id = ?::uuid")
                        .param(stay)
                        .query(String.class)
                        .single())
                .isEqualTo("GBP");
    }

    @ParameterizedTest
    @CsvSource({
        "12.500, 12.50",
        "100.000, 100.00",
        "0.000, 0.00",
        "100.00, 100.00",
        "99999999.990000, 99999999.99",
        "1e2, 100.00",
        "1.5e1, 15.00",
        "1200000e-3, 1200.00"
    })
    void zerosAtTheEndSayNothing(String amount, String stored) {
        String trip = trip("CHF");

        assertThat(budget(trip, "{\"amount\": " + amount + "}"))
                .isEqualTo("{\"amount\":" + stored + ",\"currency\":\"CHF\"}");
        assertThat(wire.send(
                                "mutation { updateTrip(input: { id: \"%s\", budget: { amount: %s } }) { trip { budget { amount } } } }"
                                        .formatted(trip, amount))
                        .at("/updateTrip/trip/budget/amount"))
                .isEqualTo(stored);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "12.5012",
                "0.00001",
                "1000000000000000",
                "1000000000000000.000",
                "-1",
                "-0.010",
                "1e-4",
                "1e15",
                "\"12\"",
                "\"NaN\""
            })
    void whatTheDatabaseCannotHoldIsRefused(String amount) {
        send(trip("KWD"), "{\"amount\": " + amount + "}").blames("input.budget.amount");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"amount\": null}",
                "{\"amount\": null, \"currency\": \"EUR\"}",
                "{\"currency\": \"EUR\"}"
            })
    void thereIsNoMoneyWithoutAnAmount(String money) {
        assertThat(send(trip("EUR"), money).codes()).isNotEmpty();
    }

    private String trip(String currency) {
        return ada.createTrip(Map.of("title", "Oslo", "budget", Map.of("amount", 100, "currency", currency)))
                .toString();
    }

    private Wire.Answer send(String trip, String money) {
        return wire.send(
                "mutation ($input: UpdateTripInput!) { updateTrip(input: $input) { trip { budget { amount currency } } } }",
                "{\"input\": {\"id\": \"%s\", \"budget\": %s}}".formatted(trip, money));
    }

    private String budget(String trip, String money) {
        return send(trip, money).at("/updateTrip/trip/budget");
    }

    private String price(String flight, String money) {
        return wire.send(CHANGE_FLIGHT, "{\"id\": \"%s\", \"price\": %s}".formatted(flight, money))
                .at("/updateFlight/flight/price");
    }

    private String stay(String trip, String stay) {
        return wire.send(ADD_STAY, "{\"trip\": \"%s\", \"stay\": %s}".formatted(trip, stay))
                .at("/addAccommodation/accommodation/id");
    }

    private String change(String stay, String prices) {
        Wire.Answer answer = wire.send(CHANGE_STAY, "{\"input\": {\"id\": \"%s\", %s}}".formatted(stay, prices));
        return answer.at("/updateAccommodation/accommodation/pricePerNight") + " "
                + answer.at("/updateAccommodation/accommodation/totalPrice");
    }
}
