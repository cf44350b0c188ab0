package com.tripsage.gateway.memory;

/** How likeness is found. */
enum SearchMode {
    SEMANTIC,
    KEYWORD,
    HYBRID
}
