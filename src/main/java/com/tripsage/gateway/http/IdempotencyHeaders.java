package com.tripsage.gateway.http;

import com.tripsage.gateway.graphql.Replay;
import com.tripsage.gateway.request.GraphQlRequest;
import com.tripsage.gateway.request.RequestRefused;
import graphql.ExecutionResult;
import graphql.GraphQLError;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;

/**
 * The header fields of mutations that are carried out once (draft-ietf-httpapi-idempotency-key-header). There the key is a structured
 * field's string, in quotes; most clients send it bare.
 */
final class IdempotencyHeaders {

    static final String REPLAYED = "Idempotency-Replayed";

    private static final String KEY = "Idempotency-Key";
    private static final Pattern QUOTED = Pattern.compile("\"((?:[^\"\\\\]|\\\\[\"\\\\])*)\"");
    private static final Pattern ESCAPED = Pattern.compile("\\\\(.)");

    private IdempotencyHeaders() {}

    /** The request with the key of its header, if it has one. */
    static GraphQlRequest read(HttpServletRequest request, GraphQlRequest graphQl) {
        if (request.getHeader(KEY) == null) {
            return graphQl;
        }
        List<String> lines = Collections.list(request.getHeaders(KEY));
        if (lines.size() > 1) {
            throw RequestRefused.badRequest("The header " + KEY + " is given more than once");
        }
        String key = unquoted(lines.getFirst().strip());
        String other = graphQl.idempotencyKey();
        if (other != null && !other.equals(key)) {
            throw RequestRefused.badRequest("The header " + KEY + " and extensions.idempotencyKey differ");
        }
        return graphQl.withIdempotencyKey(key);
    }

    /** Tells whether a result is that of an earlier request, and when to come back where that one is still being carried out. */
    static void tell(HttpServletResponse response, ExecutionResult result) {
        if (Replay.isOne(result)) {
            response.setHeader(REPLAYED, "true");
        }
        if (!result.isDataPresent()) {
            result.getErrors().forEach(error -> tellWhenToComeBack(response, error));
        }
    }

    private static void tellWhenToComeBack(HttpServletResponse response, GraphQLError error) {
        Map<String, Object> extensions = error.getExtensions();
        if (extensions != null && extensions.get("retryAfterMs") instanceof Number millis) {
            response.setHeader(HttpHeaders.RETRY_AFTER, String.valueOf(Math.ceilDiv(millis.longValue(), 1000)));
        }
    }

    private static String unquoted(String value) {
        Matcher quoted = QUOTED.matcher(value);
        return quoted.matches() ? ESCAPED.matcher(quoted.group(1)).replaceAll("$1") : value;
    }
}
