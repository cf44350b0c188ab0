package com.tripsage.gateway.http;

import com.tripsage.gateway.graphql.GraphQlEngine;
import com.tripsage.gateway.graphql.MutationNotAllowed;
import com.tripsage.gateway.graphql.Operation;
import com.tripsage.gateway.security.Caller;
import graphql.ExecutionResult;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** GraphQL over HTTP, one operation a request, on the request's own thread from the first byte to the last. */
@Component
class GraphQlHandler {

    private static final String METHODS = "GET, HEAD, POST";

    private final GraphQlEngine engine;
    private final BodyReader bodies;
    private final LargeBodies largeBodies;

    GraphQlHandler(GraphQlEngine engine, HttpProperties properties) {
        this.engine = engine;
        this.bodies = new BodyReader(properties.maxBody());
        this.largeBodies = new LargeBodies(properties.maxBody(), properties.receiveTimeout());
    }

    ServerResponse handle(ServerRequest request) {
        try (LargeBodies.Place place = largeBodies.place()) {
            return answer(request.servletRequest(), place);
        } catch (RequestRefused refusal) {
            return refused(refusal);
        }
    }

    private ServerResponse answer(HttpServletRequest request, LargeBodies.Place place) {
        boolean queryOnly = isGet(request);
        AnswerType type = AnswerType.acceptedBy(request)
                .orElseThrow(() ->
                        RequestRefused.of(HttpStatus.NOT_ACCEPTABLE, "The answer is JSON, which Accept rules out"));
        GraphQlRequest graphQl = queryOnly ? QueryParameters.read(request) : body(request, place);
        ExecutionResult result = execute(RequestId.of(request), graphQl, queryOnly);
        // Only the newer media type tells a request that was not executed by its status.
        boolean executed = type == AnswerType.JSON || result.isDataPresent();
        int status = executed ? HttpStatus.OK.value() : HttpStatus.BAD_REQUEST.value();
        return ServerResponse.status(status).build((servletRequest, response) -> {
            AnswerWriter.write(response, type, status, result.toSpecification());
            return null;
        });
    }

    private static boolean isGet(HttpServletRequest request) {
        return switch (request.getMethod()) {
            case "GET", "HEAD" -> true;
            case "POST" -> false;
            default -> throw RequestRefused.methodNotAllowed("Use POST, or GET for a query", METHODS);
        };
    }

    private GraphQlRequest body(HttpServletRequest request, LargeBodies.Place place) {
        requireJson(request);
        if (RequestJson.read(bodies.read(request, place), "The body") instanceof Map<?, ?> parameters) {
            return GraphQlRequest.of(
                    parameters.get("query"),
                    parameters.get("operationName"),
                    parameters.get("variables"),
                    parameters.get("extensions"));
        }
        throw RequestRefused.badRequest("The body has to be a JSON object");
    }

    private static void requireJson(HttpServletRequest request) {
        String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        if (!isUtf8Json(request.getContentType()) || (encoding != null && !encoding.equalsIgnoreCase("identity"))) {
            throw RequestRefused.of(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "The body has to be application/json in UTF-8");
        }
    }

    private static boolean isUtf8Json(@Nullable String contentType) {
        if (contentType == null) {
            return false;
        }
        try {
            MediaType type = MediaType.parseMediaType(contentType);
            return type.equalsTypeAndSubtype(MediaType.APPLICATION_JSON)
                    && (type.getCharset() == null || type.getCharset().equals(StandardCharsets.UTF_8));
        } catch (InvalidMediaTypeException unreadable) {
            return false;
        }
    }

    private ExecutionResult execute(String requestId, GraphQlRequest graphQl, boolean queryOnly) {
        try {
            return engine.execute(new Operation(
                    requestId, caller(), graphQl.query(), graphQl.operationName(), graphQl.variables(), queryOnly));
        } catch (MutationNotAllowed mutation) {
            throw RequestRefused.methodNotAllowed("GET is for queries only", "POST");
        }
    }

    private static Caller caller() {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        return (Caller)
                Objects.requireNonNull(Objects.requireNonNull(authentication).getPrincipal());
    }

    private static ServerResponse refused(RequestRefused refusal) {
        return ServerResponse.status(refusal.status()).build((request, response) -> {
            if (refusal.allow() != null) {
                response.setHeader(HttpHeaders.ALLOW, refusal.allow());
            }
            AnswerWriter.writeError(request, response, refusal.status().value(), refusal.code(), refusal.sentence());
            return null;
        });
    }
}
