package com.tripsage.gateway.refusal;

/** The values of {@code extensions.code} in errors. */
public enum ErrorCode {
    UNAUTHENTICATED,
    FORBIDDEN,
    NOT_FOUND,
    BAD_USER_INPUT,
    CONFLICT,
    RATE_LIMITED,
    QUERY_TOO_COMPLEX,
    CURSOR_EXPIRED,
    PERSISTED_QUERY_NOT_SUPPORTED,
    PERSISTED_QUERY_NOT_FOUND,
    PERSISTED_QUERY_NOT_IN_LIST,
    TIMEOUT,
    UNAVAILABLE,
    INTERNAL,
    GRAPHQL_PARSE_FAILED,
    GRAPHQL_VALIDATION_FAILED
}
