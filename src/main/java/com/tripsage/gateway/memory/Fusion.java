package com.tripsage.gateway.memory;

/** How one order is made of two. Each formula gives a score from 0 to 1. */
enum Fusion {
    /** Cormack, Clarke, Büttcher: Reciprocal rank fusion outperforms Condorcet and individual rank learning methods, 2009. */
    RECIPROCAL_RANK(
            "(coalesce(1::float8 / (60 + place_by_meaning), 0) + coalesce(1::float8 / (60 + place_by_words), 0)) * 61 / 2"),

    WEIGHTED("0.5 * coalesce(greatest(0, 1 - distance), 0) + 0.5 * text_rank");

    /** Of a row of {@code fused}. */
    final String score;

    Fusion(String score) {
        this.score = score;
    }
}
