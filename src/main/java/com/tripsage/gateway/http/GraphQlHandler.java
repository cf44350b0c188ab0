package com.tripsage.gateway.http;

import com.tripsage.gateway.budget.Holding;
import com.tripsage.gateway.budget.MemoryBudget;
import com.tripsage.gateway.budget.MemoryRefused;
import com.tripsage.gateway.graphql.GraphQlEngine;
import com.tripsage.gateway.graphql.Operation;
import com.tripsage.gateway.graphql.Replay;
import com.tripsage.gateway.observation.Observation;
import com.tripsage.gateway.quota.Quota;
import com.tripsage.gateway.quota.Quotas;
import com.tripsage.gateway.refusal.InsufficientScope;
import com.tripsage.gateway.refusal.MutationNotAllowed;
import com.tripsage.gateway.refusal.Overloaded;
import com.tripsage.gateway.refusal.QuotaExceeded;
import com.tripsage.gateway.request.BodyReader;
import com.tripsage.gateway.request.GraphQlRequest;
import com.tripsage.gateway.request.QueryParameters;
import com.tripsage.gateway.request.RequestJson;
import com.tripsage.gateway.request.RequestRefused;
import com.tripsage.gateway.security.Callers;
import graphql.ExecutionResult;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

/**
 * GraphQL over HTTP, one operation a request, on the request's own thread from the first byte to the last. Only a
 * subscription goes on without it.
 */
@Component
class GraphQlHandler {

    private static final String METHODS = "GET, HEAD, POST";

    private final GraphQlEngine engine;
    private final ClientWatch clients;
    private final EventStreams streams;
    private final Callers callers;
    private final BodyReader bodies;
    private final MemoryBudget budget;
    private final Duration sendTimeout;
    private final Quota<UUID> requests;
    private final RateLimitHeaders rateLimits;

    GraphQlHandler(
            GraphQlEngine engine,
            ClientWatch clients,
            EventStreams streams,
            Callers callers,
            HttpProperties properties,
            MemoryBudget budget,
            Quotas quotas,
            RateLimitHeaders rateLimits) {
        this.engine = engine;
        this.clients = clients;
        this.streams = streams;
        this.callers = callers;
        this.bodies = new BodyReader(properties.maxBody());
        this.budget = budget;
        this.sendTimeout = properties.sendTimeout();
        this.requests = quotas.requests();
        this.rateLimits = rateLimits;
    }

    void answer(Exchange exchange) throws IOException {
        try {
            execute(exchange);
        } catch (MemoryRefused memory) {
            refuse(exchange, RequestRefused.of(memory));
        } catch (InsufficientScope lacking) {
            refuse(exchange, RequestRefused.of(lacking));
        } catch (MutationNotAllowed mutation) {
            refuse(exchange, RequestRefused.methodNotAllowed("GET changes nothing", "POST"));
        } catch (Overloaded overloaded) {
            refuse(exchange, RequestRefused.of(overloaded));
        } catch (QuotaExceeded exceeded) {
            refuse(exchange, RequestRefused.rateLimited(String.valueOf(exceeded.getMessage()), exceeded.retryAfter()));
        } catch (RequestRefused refusal) {
            refuse(exchange, refusal);
        }
    }

    private void execute(Exchange exchange) throws IOException {
        UUID caller = exchange.caller().id();
        Observation observation = Observation.current();
        if (observation != null) {
            observation.by(caller);
        }
        Duration wait = requests.take(caller, 1);
        if (wait.isPositive()) {
            throw RequestRefused.rateLimited(requests.refusal(), wait);
        }
        HttpServletRequest request = exchange.request();
        boolean queryOnly = isGet(request);
        AnswerType type = AnswerType.acceptedBy(request)
                .orElseThrow(() -> RequestRefused.of(
                        HttpStatus.NOT_ACCEPTABLE, "The answer is JSON or an event stream, which Accept rules out"));
        Holding memory = budget.holding(caller);
        try {
            memory.during(() -> {
                execute(exchange, queryOnly, type, memory);
                return null;
            });
        } finally {
            // A subscription goes on, and its stream closes this when it is over.
            if (!request.isAsyncStarted()) {
                memory.close();
            }
        }
    }

    private void execute(Exchange exchange, boolean queryOnly, AnswerType type, Holding memory) throws IOException {
        HttpServletRequest request = exchange.request();
        GraphQlRequest graphQl = queryOnly
                ? QueryParameters.read(request, memory)
                : IdempotencyHeaders.read(request, body(request, memory));
        if (type == AnswerType.EVENT_STREAM) {
            tellRateLimits(exchange);
            stream(exchange, graphQl, queryOnly, memory);
            return;
        }
        Operation operation = ReplicaHeaders.read(request, operation(exchange, graphQl, queryOnly, null));
        ExecutionResult result = clients.whileWatched(request, operation, () -> engine.execute(operation));
        tellRateLimits(exchange);
        IdempotencyHeaders.tell(exchange.response(), result);
        ReplicaHeaders.tell(exchange.response(), operation);
        // Only the newer media type tells a request that was not executed by its status.
        boolean executed = type == AnswerType.JSON || result.isDataPresent();
        HttpStatus status = executed ? HttpStatus.OK : HttpStatus.BAD_REQUEST;
        AnswerWriter.write(
                exchange, type, status.value(), Replay.isOne(result) ? Replay.unmarked(result) : result, sendTimeout);
    }

    private void stream(Exchange exchange, GraphQlRequest graphQl, boolean queryOnly, Holding memory)
            throws IOException {
        HttpServletRequest request = exchange.request();
        if (request.getMethod().equals("HEAD")) {
            ServerSentEvents.writeHeaders(exchange.response());
            return;
        }
        Instant expiry = callers.expiry(exchange.token());
        String lastEvent = request.getHeader(EventStream.LAST_EVENT_ID);
        Operation operation = operation(exchange, graphQl, queryOnly, lastEvent);
        // Here, where there still may be a status of its own: on a stream it is an event.
        engine.prepare(operation);
        streams.answer(operation, memory, expiry, request, exchange.response());
    }

    private static boolean isGet(HttpServletRequest request) {
        return switch (request.getMethod()) {
            case "GET", "HEAD" -> true;
            case "POST" -> false;
            default -> throw RequestRefused.methodNotAllowed("Use POST, or GET for a query", METHODS);
        };
    }

    private GraphQlRequest body(HttpServletRequest request, Holding memory) {
        requireJson(request);
        if (RequestJson.read(bodies.read(request, memory), "The body", memory) instanceof Map<?, ?> parameters) {
            return GraphQlRequest.of(
                    parameters.get("query"),
                    parameters.get("documentId"),
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

    private static Operation operation(
            Exchange exchange, GraphQlRequest graphQl, boolean queryOnly, @Nullable String lastEvent) {
        return new Operation(
                RequestId.of(exchange.request()),
                exchange.caller(),
                lastEvent == null ? graphQl : graphQl.resumingAfter(lastEvent),
                queryOnly);
    }

    private void refuse(Exchange exchange, RequestRefused refusal) throws IOException {
        tellRateLimits(exchange);
        AnswerWriter.writeRefusal(exchange.request(), exchange.response(), refusal);
    }

    private void tellRateLimits(Exchange exchange) {
        rateLimits.tell(exchange.caller().id(), exchange.response());
    }
}
