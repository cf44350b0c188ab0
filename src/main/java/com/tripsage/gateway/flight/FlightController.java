package com.tripsage.gateway.flight;

import com.tripsage.gateway.graphql.Loaders;
import com.tripsage.gateway.refusal.Refusal;
import com.tripsage.gateway.trip.Trip;
import com.tripsage.gateway.trip.TripRepository;
import com.tripsage.gateway.value.Json;
import jakarta.validation.Valid;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.dataloader.DataLoader;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

@Controller
class FlightController {

    private final FlightRepository flights;
    private final TripRepository trips;

    FlightController(FlightRepository flights, TripRepository trips, Loaders loaders) {
        this.flights = flights;
        this.trips = trips;
        loaders.lists("flights", flights::findByTrips, Flight::tripId);
        loaders.values("flightRawData", flights::findRawData);
    }

    @SchemaMapping
    CompletableFuture<List<Flight>> flights(Trip trip, DataLoader<UUID, List<Flight>> flights) {
        return flights.load(trip.id());
    }

    @SchemaMapping
    CompletableFuture<Trip> trip(Flight flight, DataLoader<UUID, Trip> trips) {
        return trips.load(flight.tripId());
    }

    @SchemaMapping
    CompletableFuture<Json> rawData(Flight flight, DataLoader<UUID, Json> flightRawData) {
        return flightRawData.load(flight.id());
    }

    @MutationMapping
    AddFlightPayload addFlight(@Argument @Valid AddFlightInput input) {
        return flights.add(input.tripId(), input.flight())
                .map(AddFlightPayload::new)
                .orElseThrow(() -> Refusal.notFound("trip"));
    }

    @MutationMapping
    UpdateFlightPayload updateFlight(@Argument @Valid UpdateFlightInput input) {
        return flights.update(input).map(UpdateFlightPayload::new).orElseThrow(() -> refusalOfChange(input.id()));
    }

    @MutationMapping
    RemoveFlightPayload removeFlight(@Argument UUID id) {
        return flights.delete(id)
                .map(tripId -> new RemoveFlightPayload(id, tripId))
                .orElseThrow(() -> refusalOfChange(id));
    }

    @SchemaMapping
    CompletableFuture<Trip> trip(RemoveFlightPayload removed, DataLoader<UUID, Trip> trips) {
        return trips.load(removed.tripId());
    }

    private Refusal refusalOfChange(UUID id) {
        return flights.find(id)
                .map(flight -> trips.refusalOfChange(flight.tripId(), "flight", flight.version()))
                .orElseGet(() -> Refusal.notFound("flight"));
    }

    record AddFlightInput(UUID tripId, @Valid FlightInput flight) {}

    record AddFlightPayload(Flight flight) {}

    record UpdateFlightPayload(Flight flight) {}

    record RemoveFlightPayload(UUID deletedId, UUID tripId) {}
}
