package com.tripsage.gateway.plan;

import com.tripsage.gateway.accommodation.Accommodation;
import com.tripsage.gateway.flight.Flight;
import com.tripsage.gateway.trip.BookingStatus;
import com.tripsage.gateway.value.Money;
import java.math.BigDecimal;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Sums of money by currency. */
final class Spending {

    private static final BigDecimal ZERO = new BigDecimal("0.00");

    private final SortedMap<String, BigDecimal> sums = new TreeMap<>();

    private Spending() {}

    static Spending of(List<Flight> flights, List<Accommodation> stays) {
        var spending = new Spending();
        flights.forEach(flight -> spending.add(flight.status(), flight.price()));
        stays.forEach(stay -> spending.add(stay.status(), stay.totalPrice()));
        return spending;
    }

    private void add(BookingStatus status, @Nullable Money price) {
        if (status == BookingStatus.BOOKED && price != null) {
            sums.merge(price.currency(), price.amount(), BigDecimal::add);
        }
    }

    Money in(String currency) {
        return new Money(sums.getOrDefault(currency, ZERO), currency);
    }

    List<Money> inAll() {
        return sums.entrySet().stream()
                .map(sum -> new Money(sum.getValue(), sum.getKey()))
                .toList();
    }
}
