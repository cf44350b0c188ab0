package com.tripsage.gateway.embedding;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A root field that needs vectors of texts among its arguments. They are made before the operation's transaction begins.
 *
 * @param texts finds the texts among the arguments of the field, which have passed the schema's checks and no others
 */
public record EmbeddedField(String name, Purpose purpose, Function<Map<String, Object>, List<String>> texts) {}
