package com.tripsage.gateway.http;

import com.tripsage.gateway.graphql.Operation;
import com.tripsage.gateway.request.RequestRefused;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Locale;

/**
 * The header fields of a gateway with a replica: how old an answer of the replica may be, and the position behind a mutation. Who sends that
 * with a query sees what the mutation has written, also through another gateway.
 */
final class ReplicaHeaders {

    static final String POSITION = "Write-Position";
    static final String AGE = "Data-Age";

    private ReplicaHeaders() {}

    static Operation read(HttpServletRequest request, Operation operation) {
        try {
            return operation.forReplica(request.getHeader(POSITION));
        } catch (IllegalArgumentException e) {
            throw RequestRefused.badRequest("The header " + POSITION + " is none that a gateway has sent");
        }
    }

    static void tell(HttpServletResponse response, Operation operation) {
        String written = operation.written();
        if (written != null) {
            response.setHeader(POSITION, written);
        }
        Duration age = operation.age();
        if (age != null) {
            response.setHeader(AGE, String.format(Locale.ROOT, "%.3f", age.toNanos() / 1e9));
        }
    }
}
