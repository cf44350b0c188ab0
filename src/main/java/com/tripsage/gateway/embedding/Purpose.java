package com.tripsage.gateway.embedding;

/** The purpose of a vector. */
public enum Purpose {
    /** A text that is stored and found. */
    DOCUMENT,
    /** A text that is searched for. */
    QUERY
}
