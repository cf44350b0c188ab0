package com.tripsage.gateway.trip;

import com.tripsage.gateway.database.UuidArray;
import com.tripsage.gateway.embedding.Embedding;
import com.tripsage.gateway.embedding.EmbeddingSource;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The vectors of descriptions, of all trips that the caller sees. They are compared exactly: nobody sees so many trips
 * that it would take long.
 */
@Repository
class TripEmbeddingRepository implements EmbeddingSource {

    /** Found through the trips, of which an index knows the caller's. */
    private static final String SEEN = """
            with seen as materialized (
                select t.id as trip, e.embedding, e.embedding_model
                  from public.trips t
                  join public.trip_embeddings e on e.trip_id = t.id
            )
            """;

    private final JdbcClient jdbc;

    TripEmbeddingRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public String kind() {
        return "trip";
    }

    @Override
    public Map<UUID, String> findTexts(Collection<UUID> ids) {
        Map<UUID, String> texts = new HashMap<>();
        jdbc.sql("""
                        select t.id, t.description
                          from public.trips t
                          left join public.trip_embeddings e on e.trip_id = t.id
                         where t.id = any(:ids)
                           and e.trip_id is null
                           and not gateway.is_blank(t.description)
                        """).param("ids", UuidArray.of(ids)).query(row -> {
            texts.put(row.getObject("id", UUID.class), row.getString("description"));
        });
        return texts;
    }

    /** Where the description is this one, it has one vector, whoever stores it first. */
    @Override
    public void store(UUID id, String text, Embedding embedding) {
        jdbc.sql("""
                        insert into public.trip_embeddings (trip_id, embedding, embedding_model)
                        select id, :embedding, :model
                          from public.trips
                         where id = :trip
                           and description = :text
                           for share
                            on conflict (trip_id) do nothing
                        """)
                .param("trip", id)
                .param("text", text)
                .param("embedding", embedding.vector())
                .param("model", embedding.model())
                .update();
    }

    /** Whether trips can be found by their descriptions, and by which model; nothing of trips that the caller does not see. */
    Map<UUID, Described> findDescribed(Collection<UUID> ids) {
        Map<UUID, Described> described = new HashMap<>();
        jdbc.sql("""
                        select t.id, e.embedding_model, gateway.is_blank(coalesce(t.description, '')) as is_blank
                          from public.trips t
                          left join public.trip_embeddings e on e.trip_id = t.id
                         where t.id = any(:ids)
                        """).param("ids", UuidArray.of(ids)).query(row -> {
            described.put(
                    row.getObject("id", UUID.class),
                    new Described(row.getString("embedding_model"), row.getBoolean("is_blank")));
        });
        return described;
    }

    /**
     * What stands for a trip among the meanings.
     *
     * @param model what made its vector; null when it has none
     * @param isBlank whether there is no description to make one of
     */
    record Described(@Nullable String model, boolean isBlank) {}

    /** How many trips with a description have no vector of the model. */
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
        return jdbc.sql(SEEN + """
                        select 1 - near.distance / 2 as score,\s""" + TripRepository.COLUMNS + """
                          from (select trip, embedding <=> (select cast(:embedding as vector)) as distance
                                  from seen
                                 where embedding_model = :model
                                 order by distance, trip
                                 limit :first) as near
                          join public.trips on id = trip
                         order by near.distance, id
                        """)
                .param("embedding", embedding.vector())
                .param("model", embedding.model())
                .param("first", first)
                .query(TripEmbeddingRepository::map)
                .list();
    }

    /** The nearest of each of several trips, the trip itself left out. */
    Map<UUID, List<SimilarTrip>> findNearest(Collection<UUID> tripIds, int first) {
        return jdbc.sql(SEEN + """
                        select source.trip as source, 1 - near.distance / 2 as score,\s""" + TripRepository.COLUMNS + """
                          from seen as source
                         cross join lateral (
                               select other.trip, other.embedding <=> source.embedding as distance
                                 from seen as other
                                where other.trip <> source.trip
                                  and other.embedding_model = source.embedding_model
                                order by distance, other.trip
                                limit :first) as near
                          join public.trips on id = near.trip
                         where source.trip = any(:trips)
                         order by near.distance, id
                        """)
                .param("trips", UuidArray.of(tripIds))
                .param("first", first)
                .query(TripEmbeddingRepository::mapBySource);
    }

    private static Map<UUID, List<SimilarTrip>> mapBySource(ResultSet rows) throws SQLException {
        Map<UUID, List<SimilarTrip>> similar = new HashMap<>();
        while (rows.next()) {
            similar.computeIfAbsent(rows.getObject("source", UUID.class), id -> new ArrayList<>())
                    .add(map(rows, rows.getRow()));
        }
        return similar;
    }

    private static SimilarTrip map(ResultSet row, int number) throws SQLException {
        return new SimilarTrip(row.getDouble("score"), TripRepository.map(row, number));
    }
}
