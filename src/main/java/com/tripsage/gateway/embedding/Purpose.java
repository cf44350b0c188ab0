package com.tripsage.gateway.embedding;

/** What a vector is for. */
public enum Purpose {
    /** To be stored and found. */
    DOCUMENT,
    /** To find with. */
    QUERY
}
