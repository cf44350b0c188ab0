package com.tripsage.gateway.security;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A caller of the gateway: the subject of a JWT, or the maker of an access token.
 *
 * @param email as the JWT states it
 * @param claims as JSON, for {@code request.jwt.claims}
 * @param scopes what the token allows of what the user may do
 * @param token the id of the access token; null for a JWT
 */
public record Caller(
        UUID id,
        @Nullable String email,
        String claims,
        Scopes scopes,
        @Nullable UUID token) {

    /** A user who may do everything that the database allows. */
    public Caller(UUID id, @Nullable String email, String claims) {
        this(id, email, claims, Scopes.ALL, null);
    }

    /** The id alone: the rest is personal and must not reach a log. */
    @Override
    public String toString() {
        return "Caller[" + id + "]";
    }
}
