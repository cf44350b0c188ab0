package com.tripsage.gateway.http;

import com.tripsage.gateway.graphql.ErrorCode;
import java.time.Duration;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/** A request that the edge turns away before the engine sees it, with the sentence that the client gets. */
public class RequestRefused extends RuntimeException {

    private final HttpStatus status;
    private final Map<String, String> headers;

    private RequestRefused(HttpStatus status, String message, Map<String, String> headers) {
        // No stack trace: a refusal is an answer, and anybody can cause thousands.
        super(message, null, false, false);
        this.status = status;
        this.headers = headers;
    }

    static RequestRefused of(HttpStatus status, String message) {
        return new RequestRefused(status, message, Map.of());
    }

    static RequestRefused badRequest(String message) {
        return of(HttpStatus.BAD_REQUEST, message);
    }

    static RequestRefused methodNotAllowed(String message, String allow) {
        return new RequestRefused(HttpStatus.METHOD_NOT_ALLOWED, message, Map.of(HttpHeaders.ALLOW, allow));
    }

    static RequestRefused unavailable(String message, Duration retryAfter) {
        return new RequestRefused(
                HttpStatus.SERVICE_UNAVAILABLE,
                message,
                Map.of(HttpHeaders.RETRY_AFTER, String.valueOf(retryAfter.toSeconds())));
    }

    HttpStatus status() {
        return status;
    }

    /** What else the client gets, as the methods that would do. */
    Map<String, String> headers() {
        return headers;
    }

    ErrorCode code() {
        return status.is5xxServerError() ? ErrorCode.UNAVAILABLE : ErrorCode.BAD_USER_INPUT;
    }

    public String sentence() {
        return String.valueOf(getMessage());
    }
}
