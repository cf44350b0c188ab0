package com.tripsage.gateway.accommodation;

import com.tripsage.gateway.table.Table;
import com.tripsage.gateway.table.TableRepository;
import com.tripsage.gateway.value.Json;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The stays of the trips that the caller sees. A price without a currency is in that of the stay, or of the trip. */
@Repository
public class AccommodationRepository extends TableRepository<Accommodation> {

    private static final Table<Accommodation> STAYS = Table.of("public.accommodations", Accommodation.class)
            .partOf("public.trips", "trip_id")
            .read("coordinates", Coordinates::of)
            .longComponents("amenities", "ratings")
            .written(AccommodationInput.class, UpdateAccommodationInput.class)
            .inserted("currency", "coalesce(n.currency, p.budget_currency)")
            .updated("currency", """
                    case when coalesce(t.price_per_night, t.total_price) is null
                              and coalesce(n.price_per_night, n.total_price) is not null
                              and cast(:patch as jsonb) ->> 'currency' is null
                         then (select p.budget_currency from public.trips p where p.id = t.trip_id)
                         else n.currency end""")
            .build();

    AccommodationRepository(JdbcClient jdbc) {
        super(STAYS, jdbc);
    }

    /** The stay, which nobody else changes until the transaction ends; empty where the caller may not change it. */
    Optional<Accommodation> findForUpdate(UUID id) {
        return jdbc.sql(STAYS.select() + " where id = :id for no key update")
                .param("id", id)
                .query(STAYS)
                .optional();
    }

    List<Accommodation> findByTrips(Collection<UUID> tripIds) {
        return findByParents("trip_id", tripIds, "check_in_date, check_out_date, position");
    }

    /** The answers of the searches: long, seldom asked for, and so not a part of a stay. */
    Map<UUID, Json> findRawData(Collection<UUID> ids) {
        return findJson("raw_data", ids);
    }

    /** Adds stays to a trip in one statement; none where the caller does not see the trip. */
    public List<Accommodation> insert(UUID tripId, List<AccommodationInput> stays) {
        return insertRows(tripId, stays);
    }

    Optional<Accommodation> update(UpdateAccommodationInput input) {
        return updateRow(input.id(), input.expectedVersion(), input);
    }
}
