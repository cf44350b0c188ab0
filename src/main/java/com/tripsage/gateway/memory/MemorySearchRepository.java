package com.tripsage.gateway.memory;

import com.tripsage.gateway.embedding.Embedding;
import com.tripsage.gateway.memory.MemorySearch.MemoryHit;
import com.tripsage.gateway.memory.MemorySearch.Uncompared;
import com.tripsage.gateway.paging.Conditions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ResultSetExtractor;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Searches the caller's memories, each time in one statement. Row-level security keeps PostgreSQL from using an index over
 * everybody's vectors or words, and for a good reason: filtered afterwards, it would find too few. So a search goes through
 * the caller's own rows, the cheap way first: docs/decisions/0007-exact-by-quantised-prefilter.md.
 *
 * <p>Rows are looked up by arrays of ids, each array once. For a table that has grown since PostgreSQL planned the
 * statement, it is not the primary key that a lookup of a single id goes through, but all rows of the caller's.
 */
@Repository
class MemorySearchRepository {

    /** The vector and its code, worked out once. */
    private static final String QUERY = """
            query as materialized (
                select :embedding as embedding, gateway.embedding_code(:embedding) as code
            ),
            """;

    /** Of a row {@code m}. A vector of zeros, which other programs may have stored, is as far from one direction as from all. */
    private static final String DISTANCE =
            "coalesce(nullif(m.embedding <=> (select embedding from query), 'NaN'), 1) as distance";

    /**
     * The nearest by the codes, compared in full. That is enough when there are no others, or when a regression over those
     * that were compared puts all others, 3.5 standard deviations on the safe side, behind the last that is asked for.
     * Otherwise the nearest 10,000 by the codes are compared in full.
     */
    private static final String NEAREST = """
            chosen as materialized (
                select id, embedding_code <~> (select code from query) as difference
                  from public.memory_embeddings
                 where %1$s
                 order by difference
                 limit greatest(10 * :first, 200) + 1
            ),
            measured as materialized (
                select m.id,\s""" + DISTANCE + """
                  from public.memory_embeddings m
                 where m.id = any(array(select id from chosen))
            ),
            compared as materialized (
                select id, difference, distance from chosen join measured using (id)
            ),
            verdict as materialized (
                select complete,
                       complete
                       or coalesce(beyond > (select distance from compared order by distance offset :first - 1 limit 1), false)
                          as enough
                  from (select count(*) <= greatest(10 * :first, 200) as complete,
                               regr_intercept(distance, difference)
                               + regr_slope(distance, difference) * max(difference)
                               - 3.5 * sqrt(greatest(0, regr_syy(distance, difference)
                                                        * (1 - regr_r2(distance, difference))) / nullif(count(*), 0)) as beyond
                          from compared) as regression
            ),
            chosen_again as materialized (
                select id
                  from public.memory_embeddings
                 where %1$s
                   and not (select enough from verdict)
                 order by embedding_code <~> (select code from query)
                 limit 10000
            ),
            nearest as materialized (
                select id, distance, rank() over (order by distance) as place
                  from (select id, distance
                          from compared
                         where (select enough from verdict)
                        union all
                        select m.id,\s""" + DISTANCE + """
                          from public.memory_embeddings m
                         where not (select enough from verdict)
                           and m.id = any(array(select id from chosen_again))) as compared_in_full
            ),
            """;

    private static final String EXACT =
            "((select complete from verdict) or (select count(*) between 1 and 9999 from chosen_again))";

    /**
     * Those with any of the query's words, by Okapi BM25 (Robertson, Zaragoza: The Probabilistic Relevance Framework, 2009) as a
     * share of the most that a text can have. A word that is only alike counts as {@code 0.3} of one, in the frequencies as well.
     * How often a word is in a text tells PostgreSQL's rank of a single one: the sum of the first n inverse squares, as a share
     * of that of all. Equals all have the place of the last of them: a word that half of the memories have puts none of them
     * in front.
     */
    private static final String BEST = """
            question as materialized (
                select * from gateway.question(:text)
            ),
            frequencies as materialized (
                select word.lexeme, count(*) as n
                  from public.memory_embeddings
                 cross join unnest(tsvector_to_array(words)) as word (lexeme)
                  join (select distinct lexeme from question) as asked on asked.lexeme = word.lexeme
                 where (select count(*) > 32 from question)
                   and %1$s
                 group by word.lexeme
            ),
            terms as materialized (
                select row_number() over () as term, same, alike, weight
                  from (select same, alike, weight
                          from question
                          left join frequencies using (lexeme)
                         order by n, compound, lexeme
                         limit 32) as rarest
            ),
            any_term as materialized (
                select string_agg('(' || alike::text || ')', ' | ')::tsquery as any_of from terms
            ),
            searched as materialized (
                select id, length(words) as length, case when words @@ (select any_of from any_term) then words end as words
                  from public.memory_embeddings
                 where %1$s
            ),
            collection as materialized (
                select count(*)::float8 as n, greatest(avg(length), 1)::float8 as length from searched
            ),
            occurrences as materialized (
                select id, term, weight, length, case when same then 1 else 0.3 end::float8 as share,
                       case when same
                            then greatest(1, round(1 / ((1 - ts_rank('{1, 1, 1, 1}', words, term_itself)) * pi() ^ 2 / 6) - 0.5))
                            else 1
                       end as frequency
                  from (select m.id, t.term, t.weight, m.length, m.words, t.same as term_itself, m.words @@ t.same as same
                          from searched m
                          join terms t on m.words @@ t.alike
                         where m.words is not null
                        offset 0) as found
            ),
            weights as materialized (
                select term, t.weight * ln(1 + (c.n - coalesce(f.n, 0) + 0.5) / (coalesce(f.n, 0) + 0.5)) as weight
                  from terms t
                  left join (select term, sum(share) as n from occurrences group by term) as f using (term)
                 cross join collection c
            ),
            best as materialized (
                select id, text_rank, count(*) over (order by text_rank desc) as place,
                       row_number() over (order by text_rank desc, id) as position
                  from (select o.id,
                               sum(w.weight * o.share * o.frequency
                                   / (o.frequency + 0.9 * (1 - 0.4 + 0.4 * o.length / c.length))
                                   order by o.term)
                               / (select sum(weight order by term) from weights) as text_rank
                          from occurrences o
                          join weights w using (term)
                         cross join collection c
                         group by o.id) as ranked
            ),
            """;

    /** The first of both orders, each with all that is known of it. */
    private static final String FUSED = """
            candidates as materialized (
                (select id from nearest order by distance, id limit greatest(200, 2 * :first))
                union
                (select id from best order by position limit greatest(200, 2 * :first))
            ),
            farther as materialized (
                select m.id,\s""" + DISTANCE + """
                  from public.memory_embeddings m
                 where m.id = any(array(select id from candidates except select id from nearest))
                   and m.embedding is not null
                   and m.embedding_model = any(:models)
            ),
            fused as materialized (
                select id, n.place as place_by_meaning, w.place as place_by_words,
                       coalesce(w.text_rank, 0) as text_rank, coalesce(n.distance, f.distance) as distance
                  from candidates
                  left join nearest n using (id)
                  left join farther f using (id)
                  left join best w using (id)
            ),
            """;

    /** The rows of the hits, in their order. */
    private static final String ROWS = """
            , rows_of_hits as materialized (
                select\s""" + MemoryRepository.COLUMNS + """
                  from public.memory_embeddings
                 where id = any(array(select id from hits))
            )
            select hit.score, hit.distance, hit.text_rank, hit.exact, memory.*
              from hits as hit
              join rows_of_hits as memory on memory.id = hit.id
             order by hit.position
            """;

    private final JdbcClient jdbc;

    MemorySearchRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    MemorySearch byMeaning(Embedding query, String deploymentModel, @Nullable MemoryFilter filter, int first) {
        String sql = "with " + QUERY + NEAREST.formatted(embedded(filter).sql()) + """
                hits as (
                    select id, 1 - distance / 2 as score, distance, cast(null as float8) as text_rank, %s as exact,
                           row_number() over (order by distance, id) as position
                      from nearest
                     order by position
                     limit :first
                )
                """.formatted(EXACT) + ROWS;
        return search(SearchMode.SEMANTIC, sql, parameters(query, deploymentModel, null, filter, first));
    }

    MemorySearch byWords(String text, @Nullable MemoryFilter filter, int first) {
        String sql = "with " + BEST.formatted(MemoryFilter.conditions(filter).sql()) + """
                hits as (
                    select id, text_rank as score, cast(null as float8) as distance, text_rank, true as exact, position
                      from best
                     order by position
                     limit :first
                )
                """ + ROWS;
        return search(SearchMode.KEYWORD, sql, parameters(null, "", text, filter, first));
    }

    MemorySearch byBoth(
            Embedding query,
            String deploymentModel,
            String text,
            Fusion fusion,
            @Nullable MemoryFilter filter,
            int first) {
        String sql = "with " + QUERY + NEAREST.formatted(embedded(filter).sql())
                + BEST.formatted(MemoryFilter.conditions(filter).sql()) + FUSED + """
                hits as (
                    select id, score, distance, text_rank, %s as exact,
                           row_number() over (order by score desc, distance, text_rank desc, id) as position
                      from (select *, %s as score from fused) as scored
                     order by position
                     limit :first
                )
                """.formatted(EXACT, fusion.score)
                + ROWS;
        return search(SearchMode.HYBRID, sql, parameters(query, deploymentModel, text, filter, first));
    }

    private static Conditions embedded(@Nullable MemoryFilter filter) {
        return MemoryFilter.conditions(filter).and("embedding is not null").and("embedding_model = any(:models)");
    }

    private static Map<String, Object> parameters(
            @Nullable Embedding query,
            String deploymentModel,
            @Nullable String text,
            @Nullable MemoryFilter filter,
            int first) {
        Map<String, Object> parameters =
                new HashMap<>(MemoryFilter.conditions(filter).parameters());
        parameters.put("first", first);
        if (query != null) {
            parameters.put("embedding", query.vector());
            parameters.put("models", Models.comparableTo(query.model(), deploymentModel));
        }
        if (text != null) {
            parameters.put("text", text);
        }
        return parameters;
    }

    private MemorySearch search(SearchMode mode, String sql, Map<String, Object> parameters) {
        return jdbc.sql(sql).params(parameters).query((ResultSetExtractor<MemorySearch>) rows -> read(mode, rows));
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
                    MemoryRepository.map(rows, hits.size())));
        }
        return new MemorySearch(mode, exact, hits, Uncompared.NONE);
    }
}
