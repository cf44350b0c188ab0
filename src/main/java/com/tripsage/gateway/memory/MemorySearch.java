package com.tripsage.gateway.memory;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of a search.
 *
 * @param mode how it was found
 * @param isComparedInFull whether every vector that can be compared was compared in full
 * @param uncompared the memories that could not be compared
 */
record MemorySearch(SearchMode mode, boolean isComparedInFull, List<MemoryHit> hits, Uncompared uncompared) {

    MemorySearch with(Uncompared memories) {
        return new MemorySearch(mode, isComparedInFull, hits, memories);
    }

    public boolean exact() {
        return isComparedInFull && uncompared.equals(Uncompared.NONE);
    }

    public int pending() {
        return uncompared.pending();
    }

    public int otherModels() {
        return uncompared.otherModels();
    }

    /**
     * The numbers of memories that could not be compared by their meaning.
     *
     * @param pending those without a vector
     * @param otherModels those whose vectors are of other models
     */
    record Uncompared(int pending, int otherModels) {

        static final Uncompared NONE = new Uncompared(0, 0);
    }

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
