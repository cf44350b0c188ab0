package com.tripsage.gateway.refusal;

import com.tripsage.gateway.budget.MemoryRefused;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A refusal to do what was asked, which tells the client why and undoes the whole operation. */
public class Refusal extends RuntimeException {

    private final ErrorCode code;
    private final transient Map<String, Object> details;

    private Refusal(ErrorCode code, String message, Map<String, Object> details) {
        super(message);
        this.code = code;
        this.details = details;
    }

    /** Refuses because there is no such thing, or the caller may not see it. */
    public static Refusal notFound(String what) {
        return new Refusal(ErrorCode.NOT_FOUND, "There is no such " + what, Map.of());
    }

    /** Refuses because the caller sees the thing but may not do this to it. */
    public static Refusal forbidden(String message) {
        return new Refusal(ErrorCode.FORBIDDEN, message, Map.of());
    }

    /** Refuses because the caller's token lacks scopes. */
    static Refusal insufficientScope(String message, String scope) {
        return new Refusal(ErrorCode.FORBIDDEN, message, Map.of("scope", scope));
    }

    /** Refuses because the caller's account has been erased since the user signed in. */
    public static Refusal accountErased() {
        return new Refusal(
                ErrorCode.UNAUTHENTICATED, "The account has been erased", Map.of("reason", "ACCOUNT_ERASED"));
    }

    /** Refuses because somebody else was faster. */
    public static Refusal conflict(String message) {
        return new Refusal(ErrorCode.CONFLICT, message, Map.of());
    }

    /** Refuses because somebody else was faster, and made this version of what the caller wants to change. */
    public static Refusal conflict(String message, int storedVersion) {
        return new Refusal(ErrorCode.CONFLICT, message, Map.of("storedVersion", storedVersion));
    }

    /** Refuses because a text that the caller appends to has another length. */
    public static Refusal conflictAtLength(String message, int storedLength) {
        return new Refusal(ErrorCode.CONFLICT, message, Map.of("storedLength", storedLength));
    }

    /** Refuses because somebody else is at it at this moment. */
    public static Refusal conflict(String message, Duration retryAfter) {
        return new Refusal(ErrorCode.CONFLICT, message, Map.of("retryAfterMs", retryAfter.toMillis()));
    }

    /** Refuses because something that the gateway needs does not answer. */
    public static Refusal unavailable(String message) {
        return new Refusal(ErrorCode.UNAVAILABLE, message, Map.of());
    }

    static Refusal unavailable(String message, Duration retryAfter) {
        return new Refusal(ErrorCode.UNAVAILABLE, message, Map.of("retryAfterMs", retryAfter.toMillis()));
    }

    /** Refuses because no memory is left for the operation, or it asks for more than one may. */
    public static Refusal of(MemoryRefused memory) {
        return switch (memory.reason()) {
            case LIMIT, TOO_LARGE -> tooComplex(memory.sentence());
            case HOLDER -> rateLimited(MemoryRefused.HOLDER_MESSAGE, MemoryRefused.RETRY_AFTER);
            case ALL -> unavailable(MemoryRefused.ALL_MESSAGE, MemoryRefused.RETRY_AFTER);
        };
    }

    /** Refuses because more is asked for than one operation may. */
    public static Refusal tooComplex(String message) {
        return new Refusal(ErrorCode.QUERY_TOO_COMPLEX, message, Map.of());
    }

    /** Refuses because the caller has as much as it may have, or asks too often. */
    public static Refusal rateLimited(String message, Duration retryAfter) {
        return new Refusal(ErrorCode.RATE_LIMITED, message, Map.of("retryAfterMs", retryAfter.toMillis()));
    }

    /** Whether it refuses an expired cursor, with which no later try succeeds. */
    public boolean isOfExpiredCursor() {
        return code == ErrorCode.CURSOR_EXPIRED;
    }

    /** Refuses because the operation takes longer than it may. */
    public static Refusal timeout(String message) {
        return new Refusal(ErrorCode.TIMEOUT, message, Map.of());
    }

    /** Refuses because the changes behind the cursor are not kept any more, and the client has to begin anew. */
    public static Refusal cursorExpired() {
        return new Refusal(
                ErrorCode.CURSOR_EXPIRED, "The cursor is too old, or from before the database was restored", Map.of());
    }

    public static Refusal invalid(String path, String message) {
        return invalid(List.of(new Violation(path, message)));
    }

    public static Refusal invalid(List<Violation> violations) {
        return new Refusal(ErrorCode.BAD_USER_INPUT, "The input is not valid", Map.of("violations", violations));
    }

    /** Refuses an input, with the violations that are told and how many are not. */
    public static Refusal invalid(Violations violations) {
        if (violations.untold() == 0) {
            return invalid(violations.told());
        }
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("violations", violations.told());
        details.put("moreViolations", violations.untold());
        return new Refusal(
                ErrorCode.BAD_USER_INPUT,
                "The input is not valid; " + violations.untold() + " more violations are not shown",
                details);
    }

    /** The same for a subscription, which says behind which event it can be resumed. */
    public Refusal resumable(String cursor) {
        Map<String, Object> more = new LinkedHashMap<>(details);
        more.put("cursor", cursor);
        return new Refusal(code, String.valueOf(getMessage()), more);
    }

    public static Refusal of(ErrorCode code, String message) {
        return new Refusal(code, message, Map.of());
    }

    ErrorCode code() {
        return code;
    }

    /** {@code extensions} of the error. */
    public Map<String, Object> extensions() {
        Map<String, Object> extensions = new LinkedHashMap<>();
        extensions.put("code", code.name());
        extensions.putAll(details);
        return extensions;
    }
}
