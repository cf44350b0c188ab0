package com.tripsage.gateway.security;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A caller of the gateway: the subject of a verified token.
 *
 * @param email as the token states it
 * @param claims the token's claims as JSON, for {@code request.jwt.claims}
 */
public record Caller(UUID id, @Nullable String email, String claims) {

    /** The id alone: the rest is personal and must not reach a log. */
    @Override
    public String toString() {
        return "Caller[" + id + "]";
    }
}
