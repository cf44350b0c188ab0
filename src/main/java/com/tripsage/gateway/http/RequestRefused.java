package com.tripsage.gateway.http;

import com.tripsage.gateway.graphql.ErrorCode;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** A request that the edge turns away before the engine sees it, with the sentence that the client gets. */
class RequestRefused extends RuntimeException {

    private final HttpStatus status;
    private final @Nullable String allow;

    private RequestRefused(HttpStatus status, String message, @Nullable String allow) {
        // No stack trace: a refusal is an answer, and anybody can cause thousands.
        super(message, null, false, false);
        this.status = status;
        this.allow = allow;
    }

    static RequestRefused of(HttpStatus status, String message) {
        return new RequestRefused(status, message, null);
    }

    static RequestRefused badRequest(String message) {
        return of(HttpStatus.BAD_REQUEST, message);
    }

    static RequestRefused methodNotAllowed(String message, String allow) {
        return new RequestRefused(HttpStatus.METHOD_NOT_ALLOWED, message, allow);
    }

    HttpStatus status() {
        return status;
    }

    /** The methods that would do, for the header {@code Allow}. */
    @Nullable
    String allow() {
        return allow;
    }

    ErrorCode code() {
        return status.is5xxServerError() ? ErrorCode.UNAVAILABLE : ErrorCode.BAD_USER_INPUT;
    }

    String sentence() {
        return String.valueOf(getMessage());
    }
}
