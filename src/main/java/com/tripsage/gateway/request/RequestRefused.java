package com.tripsage.gateway.request;

import com.tripsage.gateway.budget.MemoryRefused;
import com.tripsage.gateway.refusal.ErrorCode;
import com.tripsage.gateway.refusal.InsufficientScope;
import com.tripsage.gateway.refusal.Overloaded;
import java.time.Duration;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;

/** A refusal in the words of HTTP, given before the engine sees the request, with the sentence that the client gets. */
public class RequestRefused extends RuntimeException {

    private final HttpStatusCode status;
    private final Map<String, String> headers;
    private final Map<String, Object> details;

    private RequestRefused(
            HttpStatusCode status, String message, Map<String, String> headers, Map<String, Object> details) {
        // No stack trace: a refusal is an answer, and anybody can cause thousands.
        super(message, null, false, false);
        this.status = status;
        this.headers = headers;
        this.details = details;
    }

    public static RequestRefused of(HttpStatusCode status, String message) {
        return new RequestRefused(status, message, Map.of(), Map.of());
    }

    public static RequestRefused badRequest(String message) {
        return of(HttpStatus.BAD_REQUEST, message);
    }

    public static RequestRefused methodNotAllowed(String message, String allow) {
        return new RequestRefused(HttpStatus.METHOD_NOT_ALLOWED, message, Map.of(HttpHeaders.ALLOW, allow), Map.of());
    }

    /**
     * A request without a token that counts.
     *
     * @param challenge tells the client how to do it right
     */
    public static RequestRefused unauthenticated(String message, String challenge, Map<String, Object> details) {
        return new RequestRefused(
                HttpStatus.UNAUTHORIZED, message, Map.of(HttpHeaders.WWW_AUTHENTICATE, challenge), details);
    }

    public static RequestRefused foreignOrigin() {
        return of(HttpStatus.FORBIDDEN, "Pages of this origin may not call the gateway");
    }

    /** RFC 6750: a token that counts, but doesn't suffice. */
    public static RequestRefused of(InsufficientScope lacking) {
        return new RequestRefused(
                HttpStatus.FORBIDDEN,
                String.valueOf(lacking.getMessage()),
                Map.of(
                        HttpHeaders.WWW_AUTHENTICATE,
                        "Bearer error=\"insufficient_scope\", scope=\"" + lacking.scope() + "\""),
                Map.of("scope", lacking.scope()));
    }

    /** A request for which no memory is left. */
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

    public static RequestRefused of(Overloaded overloaded) {
        return overloaded.isOfCaller()
                ? rateLimited(overloaded.sentence(), Overloaded.RETRY_AFTER)
                : unavailable(overloaded.sentence(), Overloaded.RETRY_AFTER);
    }

    /** Nobody gets it at the moment. */
    public static RequestRefused unavailable(String message, Duration retryAfter) {
        return temporarily(HttpStatus.SERVICE_UNAVAILABLE, message, retryAfter);
    }

    /** Who asks has as much as one may have; others get it. */
    public static RequestRefused rateLimited(String message, Duration retryAfter) {
        return temporarily(HttpStatus.TOO_MANY_REQUESTS, message, retryAfter);
    }

    private static RequestRefused temporarily(HttpStatus status, String message, Duration retryAfter) {
        long millis = Math.ceilDiv(retryAfter.toNanos(), 1_000_000);
        return new RequestRefused(
                status,
                message,
                Map.of(HttpHeaders.RETRY_AFTER, String.valueOf(Math.ceilDiv(millis, 1000))),
                Map.of("retryAfterMs", millis));
    }

    public HttpStatusCode status() {
        return status;
    }

    /** Headers of the answer that go with the status, such as the methods that are allowed. */
    public Map<String, String> headers() {
        return headers;
    }

    /** Further extensions of the error. */
    public Map<String, Object> details() {
        return details;
    }

    public ErrorCode code() {
        return switch (status.value()) {
            case 401 -> ErrorCode.UNAUTHENTICATED;
            case 403 -> ErrorCode.FORBIDDEN;
            case 404 -> ErrorCode.NOT_FOUND;
            case 429 -> ErrorCode.RATE_LIMITED;
            case 500 -> ErrorCode.INTERNAL;
            case 503 -> ErrorCode.UNAVAILABLE;
            default -> ErrorCode.BAD_USER_INPUT;
        };
    }

    public String sentence() {
        return String.valueOf(getMessage());
    }
}
