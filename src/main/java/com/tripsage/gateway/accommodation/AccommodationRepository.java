package com.tripsage.gateway.accommodation;

import com.tripsage.gateway.table.Table;
import com.tripsage.gateway.table.TableRepository;
import com.tripsage.gateway.trip.Traveller;
import com.tripsage.gateway.value.Coordinates;
import com.tripsage.gateway.value.Json;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The stays of the trips that the caller sees. A price without a currency is in that which it had, or else in that of the other price,
 * or of the trip.
 */
@Repository
public class AccommodationRepository extends TableRepository<Accommodation> {

    private static final String INSERTED_CURRENCY = "coalesce(n.currency, n.total_currency, p.budget_currency)";

    private static final String UPDATED_CURRENCY = """
            coalesce(cast(:patch as jsonb) ->> 'currency',
                     case when t.price_per_night is not null and n.price_per_night is not null then t.currency end,
                     cast(:patch as jsonb) ->> 'total_currency',
                     case when coalesce(t.price_per_night, t.total_price) is null
                               and coalesce(n.price_per_night, n.total_price) is not null
                          then (select p.budget_currency from public.trips p where p.id = t.trip_id)
                          else coalesce(t.total_currency, t.currency) end)""";

    /** Null where it is that of the stay, which programs that know one currency take it for. */
    private static final String UPDATED_TOTAL_CURRENCY = """
            case when n.total_price is not null
                 then nullif(coalesce(cast(:patch as jsonb) ->> 'total_currency',
                                      case when cast(:patch as jsonb) ->> 'total_price' is not null
                                           then cast(:patch as jsonb) ->> 'currency' end,
                                      case when t.total_price is not null
                                           then coalesce(t.total_currency, t.currency) end),
                             %s) end""".formatted(UPDATED_CURRENCY);

    private static final Table<Accommodation> STAYS = Traveller.of(
                    Table.of("public.accommodations", Accommodation.class))
            .partOf("public.trips", "trip_id")
            .read("coordinates", Coordinates::of)
            .longComponents("amenities", "ratings")
            .written(AccommodationInput.class, UpdateAccommodationInput.class)
            .currency("totalPrice", "total_currency")
            .currency("refund", "refund_currency")
            .inserted("currency", INSERTED_CURRENCY)
            .inserted("total_currency", "nullif(n.total_currency, " + INSERTED_CURRENCY + ")")
            .inserted("refund_currency", """
                    case when n.refund is not null
                         then coalesce(n.refund_currency, n.total_currency, n.currency, p.budget_currency) end""")
            .updated("currency", UPDATED_CURRENCY)
            .updated("total_currency", UPDATED_TOTAL_CURRENCY)
            .updated("refund_currency", """
                    case when n.refund is not null
                         then coalesce(n.refund_currency, %s, %s) end""".formatted(UPDATED_TOTAL_CURRENCY, UPDATED_CURRENCY))
            .build();

    AccommodationRepository(JdbcClient jdbc) {
        super(STAYS, jdbc);
    }

    public List<Accommodation> findByTrips(Collection<UUID> tripIds) {
        return findByParents("trip_id", tripIds, "check_in_date, check_out_date, position");
    }

    /** The answers of the searches: long, seldom asked for, and so not a part of a stay. */
    Map<UUID, Json> findRawData(Collection<UUID> ids) {
        return findJson("raw_data", ids);
    }

    /** Adds a stay to a trip; empty where the caller does not see the trip. */
    Optional<Accommodation> add(UUID tripId, AccommodationInput stay) {
        return insertPart(tripId, stay);
    }

    /** Adds stays to a trip in one statement; none where the caller does not see the trip. */
    public List<Accommodation> insert(UUID tripId, List<AccommodationInput> stays) {
        return insertRows(tripId, stays);
    }

    Optional<Accommodation> update(UpdateAccommodationInput input) {
        return updateRow(input.id(), input.expectedVersion(), input);
    }
}
