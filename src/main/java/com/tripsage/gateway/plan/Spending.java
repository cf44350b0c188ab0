package com.tripsage.gateway.plan;

import com.tripsage.gateway.accommodation.Accommodation;
import com.tripsage.gateway.booking.Booking;
import com.tripsage.gateway.flight.Flight;
import com.tripsage.gateway.trip.BookingStatus;
import com.tripsage.gateway.value.Json;
import com.tripsage.gateway.value.Money;
import java.math.BigDecimal;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Sums of money by currency. */
final class Spending {

    private static final JsonMapper JSON = JsonMapper.shared();

    private static final TypeReference<Map<String, BigDecimal>> SUMS = new TypeReference<>() {};

    private final SortedMap<String, BigDecimal> sums = new TreeMap<>();

    private Spending() {}

    static Spending of(List<Flight> flights, List<Accommodation> stays) {
        var spending = new Spending();
        flights.forEach(flight -> spending.add(flight.status(), flight.price(), flight.refund()));
        stays.forEach(stay -> spending.add(stay.status(), price(stay), stay.refund()));
        return spending;
    }

    Spending and(List<Booking> bookings) {
        bookings.forEach(booking -> add(booking.status(), booking.price(), booking.refund()));
        return this;
    }

    /** Adds sums by currency. */
    Spending and(Json costs) {
        JSON.readValue(costs.text(), SUMS).forEach((currency, amount) -> sums.merge(currency, amount, BigDecimal::add));
        return this;
    }

    /** The price of a stay: its total, or else its nights at the price of one; a stay that ends on its first day is one. */
    private static @Nullable Money price(Accommodation stay) {
        Money nightly = stay.pricePerNight();
        if (stay.totalPrice() != null || nightly == null || stay.checkInDate() == null || stay.checkOutDate() == null) {
            return stay.totalPrice();
        }
        long nights = Math.max(1, ChronoUnit.DAYS.between(stay.checkInDate(), stay.checkOutDate()));
        return new Money(nightly.amount().multiply(BigDecimal.valueOf(nights)), nightly.currency());
    }

    /** Adds what a part costs. Of one that was cancelled nothing tells whether it was paid, unless some of it came back. */
    private void add(BookingStatus status, @Nullable Money price, @Nullable Money refund) {
        if (status != BookingStatus.BOOKED && (status != BookingStatus.CANCELLED || refund == null)) {
            return;
        }
        if (price != null) {
            sums.merge(price.currency(), price.amount(), BigDecimal::add);
        }
        if (refund != null) {
            sums.merge(refund.currency(), refund.amount().negate(), BigDecimal::add);
        }
    }

    Money in(String currency) {
        return new Money(sums.getOrDefault(currency, BigDecimal.ZERO), currency);
    }

    List<Money> inAll() {
        return sums.entrySet().stream()
                .map(sum -> new Money(sum.getValue(), sum.getKey()))
                .toList();
    }
}
