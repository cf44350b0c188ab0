package com.tripsage.gateway.memory;

import com.tripsage.gateway.database.UuidArray;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * What memories are like, among all of the caller's that stand for themselves. Codes that differ by more than the reach are of
 * vectors that are farther apart than the bound: a turn by an angle takes a number over one of three levels with a probability of
 * up to angle / π each, and five standard deviations are added. Of the others those with the nearest codes are compared in full.
 */
@Repository
class SimilarMemoryRepository {

    /** Restated and contradicting facts are mostly nearer, and facts about something else are farther: see decision 19. */
    private static final double BOUND = 0.15;

    private static final int MOST = 5;

    /** So many memories are compared with every stored one; more of them with the newest 5,000, lest it take long. */
    private static final int FEW = 20;

    private static final String SQL = """
            with source as materialized (
                select id, embedding, embedding_code as code, ceil(expected + 5 * sqrt(expected)) as reach,
                       case when embedding_model in ('unspecified', :deploymentModel)
                            then array['unspecified', :deploymentModel]
                            else array[embedding_model::text] end as models
                  from public.memory_embeddings
                 cross join lateral (select 3 * count(*) * acos(1 - :bound) / pi() as expected
                                       from unnest(embedding::real[]) as number
                                      where number <> 0) as differences
                 where id = any(:ids)
                   and embedding is not null
            ),
            compared as materialized (
                select id, embedding_model::text as embedding_model, embedding_code as code
                  from public.memory_embeddings
                 where embedding is not null
                   and superseded_by is null
                 %s
            ),
            near as materialized (
                select s.id as source, nearest.id, s.embedding
                  from source s
                 cross join lateral (select c.id, c.code <~> s.code as difference
                                       from compared c
                                      where c.embedding_model = any(s.models)
                                        and c.id <> s.id
                                      order by difference
                                      limit 4 * :most) as nearest
                 where nearest.difference <= s.reach
            ),
            measured as materialized (
                select source, id, distance, row_number() over (partition by source order by distance, id) as place
                  from near
                 cross join lateral (select m.embedding <=> near.embedding as distance
                                       from public.memory_embeddings m
                                      where m.id = near.id
                                     offset 0) as exactly
                 where distance <= :bound
            ),
            chosen as materialized (
                select * from measured where place <= :most
            ),
            rows_of_chosen as materialized (
                select\s""" + MemoryRepository.COLUMNS + """
                  from public.memory_embeddings
                 where id = any(array(select id from chosen))
            )
            select s.id as source, c.distance, m.*
              from source s
              left join chosen c on c.source = s.id
              left join rows_of_chosen m on m.id = c.id
             order by s.id, c.place
            """;

    private static final String OF_FEW = SQL.formatted("");
    private static final String OF_MANY = SQL.formatted("order by created_at desc limit 5000");

    private final JdbcClient jdbc;

    SimilarMemoryRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The nearest to each memory that has a vector, the nearest first; nothing of those that have none. */
    Map<UUID, List<SimilarMemory>> findNearest(Collection<UUID> ids, String deploymentModel) {
        return jdbc.sql(ids.size() > FEW ? OF_MANY : OF_FEW)
                .param("ids", UuidArray.of(ids))
                .param("deploymentModel", deploymentModel)
                .param("bound", BOUND)
                .param("most", MOST)
                .query(SimilarMemoryRepository::bySource);
    }

    private static Map<UUID, List<SimilarMemory>> bySource(ResultSet rows) throws SQLException {
        Map<UUID, List<SimilarMemory>> similar = new HashMap<>();
        while (rows.next()) {
            List<SimilarMemory> found =
                    similar.computeIfAbsent(rows.getObject("source", UUID.class), id -> new ArrayList<>());
            if (rows.getObject("id") != null) {
                found.add(new SimilarMemory(MemoryRepository.map(rows, rows.getRow()), rows.getDouble("distance")));
            }
        }
        return similar;
    }
}
