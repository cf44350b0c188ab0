package com.tripsage.gateway.request;

import com.tripsage.gateway.budget.Holding;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A GraphQL request in the query string of a GET. */
public final class QueryParameters {

    private QueryParameters() {}

    public static GraphQlRequest read(HttpServletRequest request, Holding memory) {
        return GraphQlRequest.of(
                parameter("query", request),
                parameter("documentId", request),
                parameter("operationName", request),
                json("variables", request, memory),
                json("extensions", request, memory));
    }

    private static @Nullable Object json(String name, HttpServletRequest request, Holding memory) {
        String value = parameter(name, request);
        return value == null
                ? null
                : RequestJson.read(value.getBytes(StandardCharsets.UTF_8), "The parameter \"" + name + "\"", memory);
    }

    /** The parameter, or null where it is missing or empty, as an HTML form sends it. */
    private static @Nullable String parameter(String name, HttpServletRequest request) {
        String[] values = request.getParameterValues(name);
        if (values == null || (values.length == 1 && values[0].isEmpty())) {
            return null;
        }
        if (values.length > 1) {
            throw RequestRefused.badRequest("The parameter \"" + name + "\" is given more than once");
        }
        return values[0];
    }
}
