package com.tripsage.gateway.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.RunningGateway;
import com.tripsage.gateway.Traveller;
import com.tripsage.gateway.Wire;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpendingTests extends RunningGateway {

    Traveller ada;

    @BeforeEach
    void arrive() {
        ada = Traveller.known(port);
    }

    @Test
    void sumsWhatIsBooked() {
        UUID trip = trip(
                Map.of("amount", 900, "currency", "EUR"),
                List.of(flight(0.1, "EUR", "BOOKED"), flight(0.2, "EUR", "BOOKED"), flight(5, "EUR", "HELD")),
                List.of(stay(420.50, "EUR", "BOOKED"), stay(7, "EUR", "SEARCHED"), stay(8, "EUR", "CANCELLED")));

        assertThat(spent(trip))
                .contains("\"spent\":{\"amount\":420.80,\"currency\":\"EUR\"}")
                .contains("\"spentByCurrency\":[{\"amount\":420.80,\"currency\":\"EUR\"}]");
    }

    @Test
    void convertsNothing() {
        UUID trip = trip(
                Map.of("amount", 900, "currency", "EUR"),
                List.of(flight(100, "USD", "BOOKED"), flight(0.3, "EUR", "BOOKED")),
                List.of(stay(420.50, "GBP", "BOOKED")));

        assertThat(spent(trip))
                .contains("\"spent\":{\"amount\":0.30,\"currency\":\"EUR\"}")
                .contains("""
                "spentByCurrency":[{"amount":0.30,"currency":"EUR"},{"amount":420.50,"currency":"GBP"},\
                {"amount":100.00,"currency":"USD"}]""");
    }

    @Test
    void countsDollarsWithoutABudget() {
        UUID trip = ada.createTrip(
                Map.of("title", "Oslo", "flights", List.of(flight(100, "USD", "BOOKED"), flight(1, "EUR", "BOOKED"))));

        assertThat(spent(trip)).contains("\"spent\":{\"amount\":100.00,\"currency\":\"USD\"}");
        assertThat(spent(ada.createTrip("Oslo")))
                .contains("\"spent\":{\"amount\":0.00,\"currency\":\"USD\"},\"spentByCurrency\":[]");
    }

    @ParameterizedTest
    @CsvSource({"2026-05-01, 2026-05-04, 210.30", "2026-05-01, 2026-05-01, 70.10", "2026-05-01,, ", ",, "})
    void countsTheNightsOfAStayWithoutATotal(
            @Nullable String checkIn, @Nullable String checkOut, @Nullable String spent) {
        Map<String, Object> stay = new HashMap<>(Map.of("name", "Casa", "status", "BOOKED"));
        stay.put("pricePerNight", Map.of("amount", 70.1, "currency", "EUR"));
        stay.put("checkInDate", checkIn);
        stay.put("checkOutDate", checkOut);
        UUID trip = trip(Map.of("amount", 900, "currency", "EUR"), List.of(), List.of(stay));

        assertThat(spent(trip))
                .contains(
                        spent == null
                                ? "\"spent\":{\"amount\":0.00,\"currency\":\"EUR\"},\"spentByCurrency\":[]"
                                : "\"spent\":{\"amount\":%s,\"currency\":\"EUR\"}".formatted(spent));
    }

    @Test
    void countsTheTotalAndNotTheNightsWhereThereIsOne() {
        UUID trip = trip(
                Map.of("amount", 900, "currency", "EUR"),
                List.of(),
                List.of(Map.of(
                        "name", "Ryokan",
                        "status", "BOOKED",
                        "checkInDate", "2026-05-01",
                        "checkOutDate", "2026-05-04",
                        "pricePerNight", Map.of("amount", 70, "currency", "EUR"),
                        "totalPrice", Map.of("amount", 33000, "currency", "JPY"))));

        assertThat(spent(trip)).contains("\"spentByCurrency\":[{\"amount\":33000.00,\"currency\":\"JPY\"}]");
    }

    @Test
    void sumsMoreThanOneColumnHolds() {
        List<Map<String, Object>> flights = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            flights.add(flight(99_999_999.99, "USD", "BOOKED"));
        }

        assertThat(spent(trip(Map.of("amount", 1), flights, List.of()))).contains("\"amount\":19999999998.00");
    }

    private String spent(UUID trip) {
        return Wire.of(port, ada).send("""
                        query ($id: ID!) {
                          trip(id: $id) { spent { amount currency } spentByCurrency { amount currency } }
                        }""", Map.of("id", trip)).body();
    }

    private UUID trip(Map<String, ?> budget, List<Map<String, Object>> flights, List<Map<String, Object>> stays) {
        Map<String, Object> input = new HashMap<>();
        input.put("title", "Oslo");
        input.put("budget", budget);
        input.put("flights", flights);
        input.put("accommodations", stays);
        return ada.createTrip(input);
    }

    private static Map<String, Object> flight(double price, String currency, String status) {
        return Map.of("status", status, "price", Map.of("amount", price, "currency", currency));
    }

    private static Map<String, Object> stay(double price, String currency, String status) {
        return Map.of("name", "Casa", "status", status, "totalPrice", Map.of("amount", price, "currency", currency));
    }
}
