package com.tripsage.gateway.memory;

import com.tripsage.gateway.database.UuidArray;
import com.tripsage.gateway.table.RowsById;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The texts that memories had before. */
@Repository
class MemoryHistoryRepository {

    private final JdbcClient jdbc;

    MemoryHistoryRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The newest of each memory. */
    Map<UUID, List<MemoryRevision>> find(Collection<UUID> ids, int first) {
        return jdbc.sql("""
                        select wanted.id, h.content_text, h.replaced_at
                          from unnest(:ids) as wanted (id)
                         cross join lateral (
                               select content_text, replaced_at, memory_history.id as place
                                 from public.memory_history
                                where memory_id = wanted.id
                                  and user_id = (select auth.uid())
                                order by replaced_at desc, memory_history.id
                                limit :first) as h
                         order by h.replaced_at desc, h.place
                        """)
                .param("ids", UuidArray.of(ids))
                .param("first", first)
                .query(RowsById.lists("id", MemoryHistoryRepository::map));
    }

    private static MemoryRevision map(ResultSet row, int number) throws SQLException {
        return new MemoryRevision(row.getString("content_text"), row.getObject("replaced_at", OffsetDateTime.class));
    }
}
