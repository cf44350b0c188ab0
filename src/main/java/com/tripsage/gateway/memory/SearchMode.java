package com.tripsage.gateway.memory;

/** The way in which a search finds memories: by meaning, by words, or by both. */
enum SearchMode {
    SEMANTIC,
    KEYWORD,
    HYBRID
}
