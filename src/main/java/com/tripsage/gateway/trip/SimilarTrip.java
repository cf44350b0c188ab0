package com.tripsage.gateway.trip;

/**
 * A trip that is similar to something.
 *
 * @param score 1 − cosine distance / 2
 */
record SimilarTrip(double score, Trip trip) {}
