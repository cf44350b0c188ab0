package com.tripsage.gateway.memory;

import com.tripsage.gateway.database.SqlText;
import com.tripsage.gateway.embedding.Embedding;
import com.tripsage.gateway.memory.MemorySearch.MemoryHit;
import com.tripsage.gateway.memory.MemorySearch.Uncompared;
import com.tripsage.gateway.paging.Conditions;
import com.tripsage.gateway.value.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ResultSetExtractor;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Repository;

/** Searches among the caller's memories, each of one statement. */
@Repository
class MemorySearchRepository {

    private static final SqlText BY_MEANING = search("by_meaning.sql");
    private static final SqlText BY_WORDS = search("by_words.sql");
    private static final SqlText BY_BOTH = search("by_both.sql");
    private static final SqlText UNCOMPARED = SqlText.of(MemorySearchRepository.class, "uncompared.sql");

    private final JdbcClient jdbc;

    MemorySearchRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    private static SqlText search(String hits) {
        return SqlText.of(MemorySearchRepository.class, "search.sql")
                .with("hits", SqlText.of(MemorySearchRepository.class, hits).sql())
                .with("columns", MemoryRepository.MEMORIES.columns());
    }

    MemorySearch byMeaning(Embedding query, String[] models, @Nullable MemoryFilter filter, int first) {
        return search(
                SearchMode.SEMANTIC,
                among(filter, BY_MEANING)
                        .param("embedding", query.vector())
                        .param("models", models)
                        .param("first", first));
    }

    MemorySearch byWords(String text, @Nullable MemoryFilter filter, int first) {
        return search(
                SearchMode.KEYWORD, among(filter, BY_WORDS).param("text", text).param("first", first));
    }

    MemorySearch byBoth(
            Embedding query, String[] models, String text, Fusion fusion, @Nullable MemoryFilter filter, int first) {
        return search(
                SearchMode.HYBRID,
                among(filter, BY_BOTH.with("score", Columns.lowerCase(fusion)))
                        .param("embedding", query.vector())
                        .param("models", models)
                        .param("text", text)
                        .param("first", first));
    }

    /** The memories that a search by meaning could not compare. */
    Uncompared countUncompared(@Nullable MemoryFilter filter, String[] models) {
        return among(filter, UNCOMPARED)
                .param("models", models)
                .query((row, _) -> new Uncompared(row.getInt("pending"), row.getInt("other_models")))
                .single();
    }

    private StatementSpec among(@Nullable MemoryFilter filter, SqlText text) {
        Conditions conditions = MemoryFilter.conditions(filter);
        return jdbc.sql(text.with("filter", conditions.sql()).sql()).params(conditions.parameters());
    }

    private static MemorySearch search(SearchMode mode, StatementSpec statement) {
        return statement.query((ResultSetExtractor<MemorySearch>) rows -> read(mode, rows));
    }

    private static MemorySearch read(SearchMode mode, ResultSet rows) throws SQLException {
        List<MemoryHit> hits = new ArrayList<>();
        boolean exact = true;
        while (rows.next()) {
            exact = rows.getBoolean("exact");
            hits.add(new MemoryHit(
                    rows.getDouble("score"),
                    rows.getObject("distance", Double.class),
                    rows.getObject("text_rank", Double.class),
                    MemoryRepository.MEMORIES.mapRow(rows, hits.size())));
        }
        return new MemorySearch(mode, exact, hits, Uncompared.NONE);
    }
}
