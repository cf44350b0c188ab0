package com.tripsage.gateway.security;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The access tokens that users have made for programs of theirs. */
public interface AccessTokens {

    /** The beginning of each, by which one is told from a JWT. */
    String PREFIX = "tripsage_";

    /** No tokens at all. */
    AccessTokens NONE = new AccessTokens() {
        @Override
        public @Nullable Found find(String secret) {
            return null;
        }

        @Override
        public boolean count(UUID id) {
            return false;
        }
    };

    /** The token with a secret, which may have expired; null where there is none or it was revoked. */
    @Nullable
    Found find(String secret);

    /** Whether a token that was found goes on counting: within seconds of its end it doesn't. Takes note of its use. */
    boolean count(UUID id);

    /**
     * A token of a user, or of a public link, whose user is the link itself: nobody.
     *
     * @param scope the names of its scopes, with a space between two
     */
    record Found(UUID id, UUID user, String scope, Instant expiresAt) {

        Caller caller() {
            return new Caller(
                    user,
                    null,
                    "{\"sub\": \"%s\", \"role\": \"authenticated\", \"scope\": \"%s\", \"token_id\": \"%s\"}"
                            .formatted(user, scope, id),
                    Scopes.granted(List.of(scope.split(" "))),
                    id);
        }
    }
}
