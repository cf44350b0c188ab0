package com.tripsage.gateway.memory;

import com.tripsage.gateway.memory.MemorySearch.Uncompared;
import com.tripsage.gateway.paging.Conditions;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The memories that a search by meaning could not compare. An index knows those without a vector, and one by models has those of
 * other models before, between and behind the ones that compare: so few are counted, however many memories there are.
 */
@Repository
class UncomparedRepository {

    private final JdbcClient jdbc;

    UncomparedRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Uncompared count(@Nullable MemoryFilter filter, String[] models) {
        Conditions conditions = MemoryFilter.conditions(filter);
        return jdbc.sql("""
                        with model as materialized (
                            select min(name) as lowest, max(name) as highest from unnest(:models) as name
                        ),
                        other as (
                            select from public.memory_embeddings
                             where %1$s and embedding is not null and embedding_model < (select lowest from model)
                            union all
                            select from public.memory_embeddings
                             where %1$s and embedding is not null and embedding_model > (select lowest from model)
                               and embedding_model < (select highest from model)
                            union all
                            select from public.memory_embeddings
                             where %1$s and embedding is not null and embedding_model > (select highest from model)
                        )
                        select (select count(*)
                                  from public.memory_embeddings
                                 where %1$s and embedding is null and not gateway.is_blank(content_text)) as pending,
                               (select count(*) from other) as other_models
                        """.formatted(conditions.sql()))
                .params(conditions.parameters())
                .param("models", models)
                .query((row, number) -> new Uncompared(row.getInt("pending"), row.getInt("other_models")))
                .single();
    }
}
