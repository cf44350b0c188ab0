package com.tripsage.gateway.flight;

import com.tripsage.gateway.table.Table;
import com.tripsage.gateway.table.TableRepository;
import com.tripsage.gateway.trip.PartPrice;
import com.tripsage.gateway.trip.Traveller;
import com.tripsage.gateway.value.Json;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The flights of the trips that the caller sees. A price without a currency is in that of the one before, or of the trip. */
@Repository
public class FlightRepository extends TableRepository<Flight> {

    private static final Table<Flight> FLIGHTS = Traveller.of(PartPrice.of(Table.of("public.flights", Flight.class)))
            .partOf("public.trips", "trip_id")
            .written(FlightInput.class, UpdateFlightInput.class)
            .build();

    FlightRepository(JdbcClient jdbc) {
        super(FLIGHTS, jdbc);
    }

    public List<Flight> findByTrips(Collection<UUID> tripIds) {
        return findByParents("trip_id", tripIds, "departure_time, departure_local, departure_date, position");
    }

    /** The answers of the searches: long, seldom asked for, and so not a part of a flight. */
    Map<UUID, Json> findRawData(Collection<UUID> ids) {
        return findJson("raw_data", ids);
    }

    /** Adds a flight to a trip; empty where the caller does not see the trip. */
    Optional<Flight> add(UUID tripId, FlightInput flight) {
        return insertPart(tripId, flight);
    }

    /** Adds flights to a trip in one statement; none where the caller does not see the trip. */
    public List<Flight> insert(UUID tripId, List<FlightInput> flights) {
        return insertRows(tripId, flights);
    }

    Optional<Flight> update(UpdateFlightInput input) {
        return updateRow(input.id(), input.expectedVersion(), input);
    }
}
