package com.tripsage.gateway.http;

import com.tripsage.gateway.budget.MemoryRefused;
import com.tripsage.gateway.refusal.ErrorCode;
import com.tripsage.gateway.refusal.Overloaded;
import java.time.Duration;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/** A request that the edge turns away before the engine sees it, with the sentence that the client gets. */
public class RequestRefused extends RuntimeException {

    private final HttpStatus status;
    private final Map<String, String> headers;
    private final Map<String, Object> details;

    private RequestRefused(
            HttpStatus status, String message, Map<String, String> headers, Map<String, Object> details) {
        // No stack trace: a refusal is an answer, and anybody can cause thousands.
        super(message, null, false, false);
        this.status = status;
        this.headers = headers;
        this.details = details;
    }

    static RequestRefused of(HttpStatus status, String message) {
        return new RequestRefused(status, message, Map.of(), Map.of());
    }

    static RequestRefused badRequest(String message) {
        return of(HttpStatus.BAD_REQUEST, message);
    }

    static RequestRefused methodNotAllowed(String message, String allow) {
        return new RequestRefused(HttpStatus.METHOD_NOT_ALLOWED, message, Map.of(HttpHeaders.ALLOW, allow), Map.of());
    }

    /** Of a request for which no memory is left. */
    public static RequestRefused of(MemoryRefused memory) {
        return switch (memory.reason()) {
            case LIMIT, TOO_LARGE ->
                of(
                        HttpStatus.CONTENT_TOO_LARGE,
                        "The request needs more memory than the " + memory.most() + " bytes that one caller may hold");
            case HOLDER -> rateLimited(MemoryRefused.HOLDER_MESSAGE, MemoryRefused.RETRY_AFTER);
            case ALL -> unavailable(MemoryRefused.ALL_MESSAGE, MemoryRefused.RETRY_AFTER);
        };
    }

    /** Nobody gets it at the moment. */
    public static RequestRefused unavailable(String message, Duration retryAfter) {
        return temporarily(HttpStatus.SERVICE_UNAVAILABLE, message, retryAfter);
    }

    /** Who asks has as much as one may have; others get it. */
    public static RequestRefused rateLimited(String message, Duration retryAfter) {
        return temporarily(HttpStatus.TOO_MANY_REQUESTS, message, retryAfter);
    }

    static RequestRefused of(Overloaded overloaded) {
        return overloaded.isOfCaller()
                ? rateLimited(overloaded.sentence(), Overloaded.RETRY_AFTER)
                : unavailable(overloaded.sentence(), Overloaded.RETRY_AFTER);
    }

    private static RequestRefused temporarily(HttpStatus status, String message, Duration retryAfter) {
        long millis = Math.ceilDiv(retryAfter.toNanos(), 1_000_000);
        return new RequestRefused(
                status,
                message,
                Map.of(HttpHeaders.RETRY_AFTER, String.valueOf(Math.ceilDiv(millis, 1000))),
                Map.of("retryAfterMs", millis));
    }

    HttpStatus status() {
        return status;
    }

    /** What else the client gets, as the methods that would do. */
    Map<String, String> headers() {
        return headers;
    }

    /** What else the error says. */
    Map<String, Object> details() {
        return details;
    }

    ErrorCode code() {
        if (status == HttpStatus.TOO_MANY_REQUESTS) {
            return ErrorCode.RATE_LIMITED;
        }
        return status.is5xxServerError() ? ErrorCode.UNAVAILABLE : ErrorCode.BAD_USER_INPUT;
    }

    public String sentence() {
        return String.valueOf(getMessage());
    }
}
