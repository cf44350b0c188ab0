package com.tripsage.gateway.memory;

/** A way to make one order of two: a column of by_both.sql. */
enum Fusion {
    RECIPROCAL_RANK,
    WEIGHTED
}
