package com.tripsage.gateway.graphql;

import java.util.Optional;
import java.util.UUID;

/** A type whose objects {@code node(id)} finds. */
public interface NodeSource {

    /** The name of the type. */
    String type();

    /** An SQL condition that holds when the caller sees a row with the id {@code :id}. */
    String exists();

    Optional<?> find(UUID id);
}
