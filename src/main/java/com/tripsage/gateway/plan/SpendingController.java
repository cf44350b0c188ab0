package com.tripsage.gateway.plan;

import com.tripsage.gateway.accommodation.Accommodation;
import com.tripsage.gateway.flight.Flight;
import com.tripsage.gateway.trip.Trip;
import com.tripsage.gateway.value.Money;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.dataloader.DataLoader;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

/** The cost of a trip's booked parts, summed from the lists that the trip's other fields show, without a further statement. */
@Controller
class SpendingController {

    @SchemaMapping
    CompletableFuture<Money> spent(
            Trip trip, DataLoader<UUID, List<Flight>> flights, DataLoader<UUID, List<Accommodation>> accommodations) {
        String currency =
                trip.budget() == null ? Money.DEFAULT_CURRENCY : trip.budget().currency();
        return spending(trip, flights, accommodations).thenApply(spending -> spending.in(currency));
    }

    @SchemaMapping
    CompletableFuture<List<Money>> spentByCurrency(
            Trip trip, DataLoader<UUID, List<Flight>> flights, DataLoader<UUID, List<Accommodation>> accommodations) {
        return spending(trip, flights, accommodations).thenApply(Spending::inAll);
    }

    private static CompletableFuture<Spending> spending(
            Trip trip, DataLoader<UUID, List<Flight>> flights, DataLoader<UUID, List<Accommodation>> accommodations) {
        return flights.load(trip.id()).thenCombine(accommodations.load(trip.id()), Spending::of);
    }
}
