package com.tripsage.gateway.memory;

import com.tripsage.gateway.database.UuidArray;
import com.tripsage.gateway.embedding.Embedding;
import com.tripsage.gateway.paging.Connection;
import com.tripsage.gateway.paging.Keyset;
import com.tripsage.gateway.paging.PageRequest;
import com.tripsage.gateway.paging.Pager;
import com.tripsage.gateway.paging.Selection;
import com.tripsage.gateway.table.Table;
import com.tripsage.gateway.table.TableRepository;
import com.tripsage.gateway.value.Columns;
import com.tripsage.gateway.value.Json;
import com.tripsage.gateway.value.Vector;
import com.tripsage.gateway.value.VectorArray;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The caller's memories. Those with vectors are written with their columns as JSON and their vectors as they are. */
@Repository
class MemoryRepository extends TableRepository<Memory> {

    static final Table<Memory> MEMORIES = Table.of("public.memory_embeddings", Memory.class)
            .column("kind", "content_type")
            .column("text", "content_text")
            .column("supersededById", "superseded_by")
            .selected("embeddingModel", "nullif(embedding_model, '" + Models.UNSPECIFIED + "')")
            .selected("lastSeenAt", "coalesce(last_seen_at, created_at)")
            .selected("isEmbedded", "embedding is not null")
            .longComponents("metadata")
            .build();

    private static final Keyset NEWEST_FIRST = Keyset.by("stored", "created_at", "timestamptz", true);

    private final Pager pager;

    MemoryRepository(JdbcClient jdbc, Pager pager) {
        super(MEMORIES, jdbc);
        this.pager = pager;
    }

    /** The vectors of those memories that have one, as JSON. */
    Map<UUID, Json> findEmbeddings(Collection<UUID> ids) {
        return findJson("embedding", ids);
    }

    Connection<Memory> findPage(@Nullable MemoryFilter filter, PageRequest page) {
        return pager.page(
                Selection.of(MEMORIES.askedColumns(), MEMORIES.name(), MemoryFilter.conditions(filter)),
                NEWEST_FIRST,
                page,
                MEMORIES);
    }

    /** Adds memories of the caller's, each with the id that its columns give. */
    List<Memory> insert(List<Columns> memories, List<@Nullable Embedding> embeddings) {
        return jdbc.sql("""
                        insert into public.memory_embeddings (id, user_id, content_type, content_text, metadata, session_id,
                                                              describes_trip, embedding, embedding_model)
                        select m.id, (select auth.uid()), m.content_type, m.content_text, m.metadata, m.session_id,
                               m.describes_trip, added.embedding, added.model
                          from rows from (jsonb_array_elements(cast(:memories as jsonb)), unnest(:embeddings), unnest(:models))
                               with ordinality as added (columns, embedding, model, place)
                         cross join lateral jsonb_populate_record(null::public.memory_embeddings, added.columns) as m
                         order by added.place
                        returning\s""" + MEMORIES.columns())
                .param("memories", Columns.json(memories))
                .param("embeddings", vectors(embeddings))
                .param("models", models(embeddings))
                .query(MEMORIES)
                .list();
    }

    /** Notes that memories have been seen again. */
    List<Memory> touch(Collection<UUID> ids) {
        return jdbc.sql(
                        "update public.memory_embeddings set last_seen_at = clock_timestamp() where id = any(:ids) returning "
                                + MEMORIES.columns())
                .param("ids", UuidArray.of(ids))
                .query(MEMORIES)
                .list();
    }

    /** Has newer memories stand for older ones, and tells those of the older ones that there are. */
    List<Memory> supersede(Map<UUID, UUID> newerByOlder) {
        return jdbc.sql("""
                        update public.memory_embeddings
                           set superseded_by = pair.newer
                          from unnest(:older, :newer) as pair (older, newer)
                         where id = pair.older
                        returning\s""" + MEMORIES.columns())
                .param("older", UuidArray.of(newerByOlder.keySet()))
                .param("newer", UuidArray.of(newerByOlder.values()))
                .query(MEMORIES)
                .list();
    }

    /**
     * Changes a memory. A new text loses the stored vector; the setting tells the trigger that sees to it that this vector
     * is of the new text, even if it is the stored one.
     *
     * @param replaces whether the vector takes the place of the stored one also where the text stays
     * @param embedding the vector; null when there is none yet
     */
    Optional<Memory> update(
            UUID id,
            @Nullable Integer expectedVersion,
            Columns patch,
            boolean replaces,
            @Nullable Embedding embedding) {
        return jdbc.sql("""
                        update public.memory_embeddings t
                           set (content_type, content_text, metadata, session_id, embedding, embedding_model)
                             = (select n.content_type, n.content_text, n.metadata, n.session_id,
                                       case when keeps then t.embedding else (:embedding)[1] end,
                                       case when keeps then t.embedding_model else :model end
                                  from jsonb_populate_record(t, cast(:patch as jsonb)) n,
                                       set_config('gateway.embedded_text', md5(n.content_text), true),
                                       lateral (select not :replaces and t.embedding is not null
                                                       and n.content_text = t.content_text) as vector (keeps))
                         where id = :id
                           and version = coalesce(:expectedVersion, version)
                        returning\s""" + MEMORIES.columns())
                .param("patch", patch.json())
                .param("id", id)
                .param("expectedVersion", expectedVersion, Types.INTEGER)
                .param("replaces", replaces)
                .param("embedding", vectors(Collections.singletonList(embedding)))
                .param("model", embedding == null ? Models.UNSPECIFIED : embedding.model())
                .query(MEMORIES)
                .optional();
    }

    /** Gives the memory of a trip's description its vector, where it is the caller's and has none. */
    void embedTrip(UUID tripId, String description, Embedding embedding) {
        jdbc.sql("""
                        update public.memory_embeddings
                           set embedding = :embedding, embedding_model = :model
                         where user_id = (select auth.uid())
                           and content_type = 'trip_creation'
                           and describes_trip = :trip
                           and content_text = :description
                           and embedding is null
                        """)
                .param("embedding", embedding.vector())
                .param("model", embedding.model())
                .param("trip", tripId)
                .param("description", description)
                .update();
    }

    private static VectorArray vectors(List<@Nullable Embedding> embeddings) {
        List<@Nullable Vector> vectors = new ArrayList<>();
        embeddings.forEach(embedding -> vectors.add(embedding == null ? null : embedding.vector()));
        return VectorArray.of(vectors);
    }

    private static String[] models(List<@Nullable Embedding> embeddings) {
        return embeddings.stream()
                .map(embedding -> embedding == null ? Models.UNSPECIFIED : embedding.model())
                .toArray(String[]::new);
    }
}
