package com.tripsage.gateway.plan;

import static java.util.Objects.requireNonNullElseGet;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import com.tripsage.gateway.accommodation.Accommodation;
import com.tripsage.gateway.booking.Booking;
import com.tripsage.gateway.exchange.Conversion;
import com.tripsage.gateway.exchange.ExchangeRateRepository;
import com.tripsage.gateway.exchange.ExchangeRates;
import com.tripsage.gateway.flight.Flight;
import com.tripsage.gateway.graphql.Loaders;
import com.tripsage.gateway.trip.Trip;
import com.tripsage.gateway.value.Json;
import com.tripsage.gateway.value.Money;
import java.time.Clock;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.dataloader.DataLoader;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

/**
 * The cost of a trip's booked parts, summed from the lists that the trip's other fields show, and the sums of its bookings that were read with
 * it: without a further statement, except where the trip was written in the same operation.
 */
@Controller
class SpendingController {

    private final ExchangeRateRepository rates;

    SpendingController(ExchangeRateRepository rates, Loaders loaders) {
        this.rates = rates;
        loaders.values("exchangeRates", this::find);
    }

    @SchemaMapping
    CompletableFuture<Money> spent(
            Trip trip,
            DataLoader<UUID, List<Flight>> flights,
            DataLoader<UUID, List<Accommodation>> accommodations,
            DataLoader<UUID, List<Booking>> bookings) {
        return spending(trip, flights, accommodations, bookings).thenApply(spending -> spending.in(currency(trip)));
    }

    @SchemaMapping
    CompletableFuture<List<Money>> spentByCurrency(
            Trip trip,
            DataLoader<UUID, List<Flight>> flights,
            DataLoader<UUID, List<Accommodation>> accommodations,
            DataLoader<UUID, List<Booking>> bookings) {
        return spending(trip, flights, accommodations, bookings).thenApply(Spending::inAll);
    }

    @SchemaMapping
    CompletableFuture<Conversion> spentConverted(
            Trip trip,
            @Argument @Nullable String currency,
            @Argument @Nullable LocalDate on,
            DataLoader<UUID, List<Flight>> flights,
            DataLoader<UUID, List<Accommodation>> accommodations,
            DataLoader<UUID, List<Booking>> bookings,
            DataLoader<Wanted, ExchangeRates> exchangeRates) {
        String target = requireNonNullElseGet(currency, () -> currency(trip));
        LocalDate day = requireNonNullElseGet(on, () -> LocalDate.now(Clock.systemUTC()));
        return spending(trip, flights, accommodations, bookings)
                .thenApply(Spending::inAll)
                .thenCompose(sums -> exchangeRates
                        .load(new Wanted(ExchangeRates.needed(sums, target), day))
                        .thenApply(found -> found.sum(sums, target)));
    }

    private static String currency(Trip trip) {
        return trip.budget() == null ? Money.DEFAULT_CURRENCY : trip.budget().currency();
    }

    private static CompletableFuture<Spending> spending(
            Trip trip,
            DataLoader<UUID, List<Flight>> flights,
            DataLoader<UUID, List<Accommodation>> accommodations,
            DataLoader<UUID, List<Booking>> bookings) {
        CompletableFuture<Spending> parts =
                flights.load(trip.id()).thenCombine(accommodations.load(trip.id()), Spending::of);
        Json costs = trip.bookingCosts();
        return costs == null
                ? parts.thenCombine(bookings.load(trip.id()), Spending::and)
                : parts.thenApply(spending -> spending.and(costs));
    }

    /** The rates of a day, read once for all trips. */
    private Map<Wanted, ExchangeRates> find(Set<Wanted> all) {
        Map<Wanted, ExchangeRates> found = new HashMap<>();
        all.stream().collect(groupingBy(Wanted::day)).forEach((day, some) -> {
            Set<String> currencies = some.stream()
                    .flatMap(wanted -> wanted.currencies().stream())
                    .collect(Collectors.toSet());
            ExchangeRates ofDay = currencies.isEmpty() ? ExchangeRates.NONE : rates.findLast(currencies, day);
            found.putAll(some.stream().collect(toMap(wanted -> wanted, _ -> ofDay)));
        });
        return found;
    }

    /** The currencies whose rates a trip takes, on a day. */
    record Wanted(Set<String> currencies, LocalDate day) {}
}
