package com.tripsage.gateway.memory;

/**
 * A memory that another is like.
 *
 * @param distance the cosine distance of the two
 */
record SimilarMemory(Memory memory, double distance) {}
