package com.tripsage.gateway.memory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.tripsage.gateway.database.SqlText;
import com.tripsage.gateway.embedding.Embedding;
import com.tripsage.gateway.memory.MemorySearch.MemoryHit;
import com.tripsage.gateway.memory.MemorySearch.Uncompared;
import com.tripsage.gateway.paging.Conditions;
import com.tripsage.gateway.value.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ResultSetExtractor;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Repository;

/**
 * Searches among the caller's memories. Those of a caller with few are compared in full at once, which takes PostgreSQL less than half of
 * the work: docs/decisions/0037-few-memories.md.
 */
@Repository
class MemorySearchRepository {

    /** So many are few: as many as a search among more compares in full anyway. */
    private static final int FEW = 200;

    private static final int REMEMBERED_CALLERS = 10_000;
    private static final Duration REMEMBERED = Duration.ofHours(1);

    private static final SqlText AMONG_FEW = SqlText.of(MemorySearchRepository.class, "among_few.sql")
            .with("few", Integer.toString(FEW))
            .with("columns", MemoryRepository.MEMORIES.columns());
    private static final SqlText BY_MEANING = search("by_meaning.sql");
    private static final SqlText BY_WORDS = search("by_words.sql");
    private static final SqlText BY_BOTH = search("by_both.sql");
    private static final SqlText UNCOMPARED = SqlText.of(MemorySearchRepository.class, "uncompared.sql");

    private final JdbcClient jdbc;

    /** Callers who had more than a few. Who isn't remembered, because it is long ago, is found out. */
    private final Cache<UUID, Boolean> withMany = Caffeine.newBuilder()
            .expireAfterWrite(REMEMBERED)
            .maximumSize(REMEMBERED_CALLERS)
            .build();

    MemorySearchRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    private static SqlText search(String hits) {
        return SqlText.of(MemorySearchRepository.class, "search.sql")
                .with("hits", SqlText.of(MemorySearchRepository.class, hits).sql())
                .with("columns", MemoryRepository.MEMORIES.columns());
    }

    MemorySearch byMeaning(UUID caller, Embedding query, String[] models, @Nullable MemoryFilter filter, int first) {
        if (withMany.getIfPresent(caller) == null) {
            Optional<MemorySearch> search = amongFew(query, models, filter, first);
            if (search.isPresent()) {
                return search.get();
            }
            withMany.put(caller, true);
        }
        return amongMany(query, models, filter, first).with(countUncompared(filter, models));
    }

    /** Empty where there are more than a few. */
    Optional<MemorySearch> amongFew(Embedding query, String[] models, @Nullable MemoryFilter filter, int first) {
        return byVector(AMONG_FEW, query, models, filter, first)
                .query((ResultSetExtractor<Optional<MemorySearch>>) rows -> readFew(rows));
    }

    MemorySearch amongMany(Embedding query, String[] models, @Nullable MemoryFilter filter, int first) {
        return search(SearchMode.SEMANTIC, byVector(BY_MEANING, query, models, filter, first));
    }

    private StatementSpec byVector(
            SqlText text, Embedding query, String[] models, @Nullable MemoryFilter filter, int first) {
        return among(filter, text)
                .param("embedding", query.vector())
                .param("models", models)
                .param("first", first);
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
                .query((row, _) -> uncompared(row))
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
            hits.add(hit(rows));
        }
        return new MemorySearch(mode, exact, hits, Uncompared.NONE);
    }

    private static Optional<MemorySearch> readFew(ResultSet rows) throws SQLException {
        List<MemoryHit> hits = new ArrayList<>();
        Uncompared uncompared = Uncompared.NONE;
        while (rows.next()) {
            if (rows.getInt("searched") > FEW) {
                return Optional.empty();
            }
            uncompared = uncompared(rows);
            if (rows.getObject("distance") != null) {
                hits.add(hit(rows));
            }
        }
        return Optional.of(new MemorySearch(SearchMode.SEMANTIC, true, hits, uncompared));
    }

    private static MemoryHit hit(ResultSet row) throws SQLException {
        return new MemoryHit(
                row.getDouble("score"),
                row.getObject("distance", Double.class),
                row.getObject("text_rank", Double.class),
                MemoryRepository.MEMORIES.mapRow(row, row.getRow()));
    }

    private static Uncompared uncompared(ResultSet row) throws SQLException {
        return new Uncompared(row.getInt("pending"), row.getInt("other_models"));
    }
}
