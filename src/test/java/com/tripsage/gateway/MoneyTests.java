package com.tripsage.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Amounts in currencies with other decimals than two, and those that other programs wrote. */
class MoneyTests extends OneTraveller {

    private static final String PRICES = """
            query ($id: ID!) {
              node(id: $id) { ... on Accommodation { pricePerNight { amount currency } totalPrice { amount currency } version } }
            }""";

    @ParameterizedTest
    @CsvSource({
        "150000000, VND, 150000000.00",
        "45.755, KWD, 45.755",
        "45.7550, KWD, 45.755",
        "12345, JPY, 12345.00",
        "12345.0, JPY, 12345.00",
        "1.2345, CLF, 1.2345",
        "99.99, DEM, 99.99",
        "0.0001, XAU, 0.0001",
        "999999999999999, VND, 999999999999999.00",
        "999999999999999.999, KWD, 999999999999999.999",
        "1.5e8, VND, 150000000.00",
        "45755e-3, KWD, 45.755"
    })
    void anAmountComesBackAsItWasSaid(String amount, String currency, String returned) {
        String money = "{\"amount\":%s,\"currency\":\"%s\"}".formatted(amount, currency);

        assertThat(budget(money)).isEqualTo("{\"amount\":%s,\"currency\":\"%s\"}".formatted(returned, currency));
    }

    @ParameterizedTest
    @CsvSource({
        "123.45, JPY, must have no digits after the point in JPY",
        "0.5, VND, must have no digits after the point in VND",
        "0.001, EUR, must have at most 2 digits after the point in EUR",
        "45.7555, KWD, must have at most 3 digits after the point in KWD",
        "1.23456, CLF, must have at most 15 digits before the point and 4 after it",
        "0.001, DEM, must have at most 2 digits after the point in DEM",
        "0.00001, XAU, must have at most 15 digits before the point and 4 after it",
        "1000000000000000, VND, must have at most 15 digits before the point and 4 after it"
    })
    void moreDecimalsThanTheCurrencyHasAreRefused(String amount, String currency, String message) {
        Wire.Answer answer = create("{\"amount\":%s,\"currency\":\"%s\"}".formatted(amount, currency));

        answer.blames("input.budget.amount");
        assertThat(answer.body()).contains(message);
    }

    @ParameterizedTest
    @CsvSource({"ABC", "eur", "EURO", "xau"})
    void aCurrencyThatIsNoneIsRefused(String currency) {
        create("{\"amount\":1,\"currency\":\"%s\"}".formatted(currency)).blames("input.budget.currency");
    }

    /** The currency of the trip is known when the row is written, to whomever has set it at that moment. */
    @Test
    void anAmountWithoutACurrencyHasTheDecimalsOfTheOneThatItGets() {
        String trip = ada.createTrip(Map.of("title", "Nara", "budget", Map.of("amount", 9, "currency", "JPY")))
                .toString();

        wire.send("mutation { updateTrip(input: { id: \"%s\", budget: { amount: 1.5 } }) { trip { id } } }"
                        .formatted(trip))
                .blames("input.budget.amount");
        wire.send("""
                mutation { addFlight(input: { tripId: "%s", flight: { price: { amount: 1.5 } } }) { flight { id } } }""".formatted(trip)).blames("input.flight.price.amount");
        wire.send("""
                mutation { addAccommodation(input: { tripId: "%s", accommodation: { name: "Ryokan",
                    pricePerNight: { amount: 1.25 }, totalPrice: { amount: 1.5, currency: "JPY" } } }) {
                  accommodation { id } } }""".formatted(trip)).blames("input.accommodation.totalPrice.amount");
        wire.send("""
                mutation { createTrip(input: { title: "Kobe", budget: { amount: 9, currency: "JPY" },
                    flights: [{ price: { amount: 1 } }, { price: { amount: 1.5 } }] }) { trip { id } } }""").blames("input.flights[1].price.amount");
        assertThat(wire.send("{ trips { nodes { title flights { id } } } }").at("/trips/nodes"))
                .isEqualTo("[{\"title\":\"Nara\",\"flights\":[]}]");
    }

    @Test
    void whatOtherProgramsWroteComesBackAsItIs() {
        String trip = ada.createTrip("Nara").toString();
        Superuser.of(environment).sql("""
                        insert into flights (trip_id, price, currency)
                        values (:trip::uuid, 123.45, 'JPY'), (:trip::uuid, 0.0001, 'ABC'), (:trip::uuid, 12.5, 'EUR')
                        """).param("trip", trip).update();

        assertThat(wire.send("{ trip(id: \"%s\") { flights { price { amount currency } } } }".formatted(trip))
                        .at("/trip/flights"))
                .isEqualTo("[{\"price\":{\"amount\":123.45,\"currency\":\"JPY\"}},"
                        + "{\"price\":{\"amount\":0.0001,\"currency\":\"ABC\"}},"
                        + "{\"price\":{\"amount\":12.50,\"currency\":\"EUR\"}}]");
    }

    /** A program that knows one currency of a stay means it for both prices; one that names the total's is left alone. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            name = 'Minshuku'                              | 70.00 EUR | 33000.00 JPY
            total_price = 200                              | 70.00 EUR | 200.00 EUR
            currency = 'GBP'                               | 70.00 GBP | 33000.00 GBP
            total_price = 200, currency = 'GBP'            | 70.00 GBP | 200.00 GBP
            total_price = 33000, currency = 'EUR'          | 70.00 EUR | 33000.00 JPY
            currency = 'GBP', total_currency = 'JPY'       | 70.00 GBP | 33000.00 JPY
            total_price = 34000, total_currency = 'JPY'    | 70.00 EUR | 34000.00 JPY
            total_currency = null                          | 70.00 EUR | 33000.00 EUR
            """)
    void aProgramThatKnowsOneCurrencyOfAStayMeansBothPrices(String change, String nightly, String total) {
        String trip = ada.createTrip("Nara").toString();
        String stay = wire.send("""
                mutation { addAccommodation(input: { tripId: "%s", accommodation: { name: "Ryokan",
                    pricePerNight: { amount: 70, currency: "EUR" }, totalPrice: { amount: 33000, currency: "JPY" } } }) {
                  accommodation { id } } }""".formatted(trip)).at("/addAccommodation/accommodation/id");

        Superuser.of(environment)
                .sql("update accommodations set " + change + " where id = ?::uuid")
                .param(stay)
                .update();

        Wire.Answer answer = wire.send(PRICES, Map.of("id", stay));
        assertThat(answer.at("/node/pricePerNight/amount") + " " + answer.at("/node/pricePerNight/currency"))
                .isEqualTo(nightly);
        assertThat(answer.at("/node/totalPrice/amount") + " " + answer.at("/node/totalPrice/currency"))
                .isEqualTo(total);
    }

    private Wire.Answer create(String money) {
        return wire.send(
                "mutation ($input: CreateTripInput!) { createTrip(input: $input) { trip { budget { amount currency } } } }",
                "{\"input\":{\"title\":\"Oslo\",\"budget\":%s}}".formatted(money));
    }

    private String budget(String money) {
        return create(money).at("/createTrip/trip/budget");
    }
}
