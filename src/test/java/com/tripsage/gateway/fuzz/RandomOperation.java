package com.tripsage.gateway.fuzz;

import com.tripsage.gateway.Wire;
import java.util.Map;

/**
 * A document with its variables.
 *
 * @param variables as JSON
 */
record RandomOperation(String document, String variables) {

    /** As the body of a request, or the payload of a subscribe message. */
    String json() {
        return "{\"query\":%s,\"variables\":%s}".formatted(Wire.JSON.writeValueAsString(document), variables);
    }

    @Override
    public String toString() {
        return Wire.JSON.writeValueAsString(Map.of("query", document, "variables", variables));
    }
}
