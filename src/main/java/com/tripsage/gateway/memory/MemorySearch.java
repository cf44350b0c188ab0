package com.tripsage.gateway.memory;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a search found.
 *
 * @param mode how it was found
 * @param exact whether every vector was compared in full
 */
record MemorySearch(SearchMode mode, boolean exact, List<MemoryHit> hits) {

    /**
     * A memory that a search found, and why.
     *
     * @param distance the cosine distance
     * @param textRank how much of what the query's words tell apart is in the text
     */
    record MemoryHit(
            double score,
            @Nullable Double distance,
            @Nullable Double textRank,
            Memory memory) {}
}
