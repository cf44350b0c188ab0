package com.tripsage.gateway.trip;

import com.tripsage.gateway.database.SqlText;
import com.tripsage.gateway.database.UuidArray;
import com.tripsage.gateway.embedding.Embedding;
import com.tripsage.gateway.table.RowsById;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The trips that are alike by their descriptions' vectors, among all that the caller sees. */
@Repository
class SimilarTripRepository {

    private static final String NEAREST_TO_VECTOR = sql("nearest_to_vector.sql");
    private static final String NEAREST_TO_TRIPS = sql("nearest_to_trips.sql");

    private final JdbcClient jdbc;

    SimilarTripRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    private static String sql(String file) {
        return SqlText.of(SimilarTripRepository.class, file)
                .with("columns", TripRepository.TRIPS.columns())
                .sql();
    }

    /** The descriptions of those of the trips that the caller sees. */
    Map<UUID, Described> findDescribed(Collection<UUID> ids) {
        return jdbc.sql("""
                        select t.id, e.embedding_model, gateway.is_blank(coalesce(t.description, '')) as is_blank
                          from public.trips t
                          left join public.trip_embeddings e on e.trip_id = t.id
                         where t.id = any(:ids)
                        """)
                .param("ids", UuidArray.of(ids))
                .query(RowsById.values(
                        "id", (row, _) -> new Described(row.getString("embedding_model"), row.getBoolean("is_blank"))));
    }

    /**
     * A trip's description, as far as it can be compared.
     *
     * @param model the model of its vector; null when it has none
     * @param isBlank whether there is no description to make a vector of
     */
    record Described(@Nullable String model, boolean isBlank) {}

    /** The number of trips with a description that have no vector of the model. */
    int countUncompared(String model) {
        return jdbc.sql("""
                        select count(*)
                          from public.trips t
                          left join public.trip_embeddings e on e.trip_id = t.id
                         where not gateway.is_blank(coalesce(t.description, ''))
                           and e.embedding_model is distinct from :model
                        """).param("model", model).query(Integer.class).single();
    }

    List<SimilarTrip> findNearest(Embedding embedding, int first) {
        return jdbc.sql(NEAREST_TO_VECTOR)
                .param("embedding", embedding.vector())
                .param("model", embedding.model())
                .param("first", first)
                .query(SimilarTripRepository::map)
                .list();
    }

    /** The trips nearest to each of several trips, without that trip itself. */
    Map<UUID, List<SimilarTrip>> findNearest(Collection<UUID> tripIds, int first) {
        return jdbc.sql(NEAREST_TO_TRIPS)
                .param("trips", UuidArray.of(tripIds))
                .param("first", first)
                .query(RowsById.lists("source", SimilarTripRepository::map));
    }

    private static SimilarTrip map(ResultSet row, int number) throws SQLException {
        return new SimilarTrip(row.getDouble("score"), TripRepository.TRIPS.mapRow(row, number));
    }
}
