package com.tripsage.gateway.memory;

import com.tripsage.gateway.database.SqlText;
import com.tripsage.gateway.database.UuidArray;
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

/** The memories that others are like. */
@Repository
class SimilarMemoryRepository {

    /** Restated and contradicting facts are mostly nearer, and facts about something else are farther: see decision 19. */
    private static final double BOUND = 0.15;

    private static final int MOST = 5;

    /** So many memories are compared with every stored one; more of them with the newest 5,000, lest it take long. */
    private static final int FEW = 20;

    private static final SqlText SIMILAR = SqlText.of(SimilarMemoryRepository.class, "similar.sql")
            .with("columns", MemoryRepository.MEMORIES.columns());

    private static final String AMONG_ALL = SIMILAR.with("newest", "").sql();
    private static final String AMONG_NEWEST =
            SIMILAR.with("newest", "order by created_at desc limit 5000").sql();

    private final JdbcClient jdbc;

    SimilarMemoryRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The nearest to each memory that has a vector, the nearest first; nothing of those that have none. */
    Map<UUID, List<SimilarMemory>> findNearest(Collection<UUID> ids, String deploymentModel) {
        return jdbc.sql(ids.size() > FEW ? AMONG_NEWEST : AMONG_ALL)
                .param("ids", UuidArray.of(ids))
                .param("deploymentModel", deploymentModel)
                .param("bound", BOUND)
                .param("most", MOST)
                .query(RowsById.lists("source", SimilarMemoryRepository::map));
    }

    private static @Nullable SimilarMemory map(ResultSet row, int number) throws SQLException {
        return row.getObject("id") == null
                ? null
                : new SimilarMemory(MemoryRepository.MEMORIES.mapRow(row, number), row.getDouble("distance"));
    }
}
