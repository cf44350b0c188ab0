package com.tripsage.gateway.graphql;

import java.util.List;

/** The gateway won't do what was asked, and says why to the client. Undoes the whole operation. */
public class Refusal extends RuntimeException {

    private final ErrorCode code;
    private final transient List<Violation> violations;

    private Refusal(ErrorCode code, String message, List<Violation> violations) {
        super(message);
        this.code = code;
        this.violations = violations;
    }

    /** There is no such thing, or none that the caller may see. */
    public static Refusal notFound(String what) {
        return new Refusal(ErrorCode.NOT_FOUND, "There is no such " + what, List.of());
    }

    /** The caller sees the thing but may not do this to it. */
    public static Refusal forbidden(String message) {
        return new Refusal(ErrorCode.FORBIDDEN, message, List.of());
    }

    /** Somebody else was faster. */
    public static Refusal conflict(String message) {
        return new Refusal(ErrorCode.CONFLICT, message, List.of());
    }

    /** Something that the gateway needs for this does not answer. */
    public static Refusal unavailable(String message) {
        return new Refusal(ErrorCode.UNAVAILABLE, message, List.of());
    }

    /** More is asked for than one operation may. */
    public static Refusal tooComplex(String message) {
        return new Refusal(ErrorCode.QUERY_TOO_COMPLEX, message, List.of());
    }

    public static Refusal invalid(String path, String message) {
        return invalid(List.of(new Violation(path, message)));
    }

    public static Refusal invalid(List<Violation> violations) {
        return new Refusal(ErrorCode.BAD_USER_INPUT, "The input is not valid", violations);
    }

    static Refusal of(ErrorCode code, String message) {
        return new Refusal(code, message, List.of());
    }

    ErrorCode code() {
        return code;
    }

    List<Violation> violations() {
        return violations;
    }
}
