package com.tripsage.gateway.embedding;

import com.tripsage.gateway.value.Vector;

/** A vector and the model that made it; only vectors of one model are compared. */
public record Embedding(Vector vector, String model) {}
