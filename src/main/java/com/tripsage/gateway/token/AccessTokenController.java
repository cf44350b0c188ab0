package com.tripsage.gateway.token;

import com.tripsage.gateway.refusal.InsufficientScope;
import com.tripsage.gateway.refusal.Refusal;
import com.tripsage.gateway.security.AccessTokens;
import com.tripsage.gateway.security.Caller;
import com.tripsage.gateway.security.Scopes;
import com.tripsage.gateway.security.Secret;
import com.tripsage.gateway.user.User;
import jakarta.validation.Valid;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

/** The making and the end of access tokens. One that is made with another has neither more scopes nor a longer life. */
@Controller
class AccessTokenController {

    private static final String PREFIX = AccessTokens.PREFIX + "pat_";
    private static final Duration USUAL_LIFETIME = Duration.ofDays(30);

    private final AccessTokenRepository tokens;
    private final KnownTokens known;
    private final Duration maxLifetime;

    AccessTokenController(AccessTokenRepository tokens, KnownTokens known, TokenProperties properties) {
        this.tokens = tokens;
        this.known = known;
        this.maxLifetime = properties.maxLifetime();
    }

    @SchemaMapping
    @Nullable
    List<AccessToken> accessTokens(User user, Caller caller) {
        return user.id().equals(caller.id()) ? tokens.findAll() : null;
    }

    @SchemaMapping
    List<String> scopes(AccessToken token) {
        return token.scopes();
    }

    @MutationMapping
    CreateAccessTokenPayload createAccessToken(@Argument @Valid CreateAccessTokenInput input, Caller caller) {
        Scopes missing = input.granted().without(caller.scopes());
        if (!missing.equals(Scopes.NONE)) {
            throw new InsufficientScope(missing.least().names()).refusal();
        }
        String secret = Secret.random(PREFIX);
        AccessToken token = tokens.add(
                input.name().strip(),
                String.join(" ", input.scopes()),
                Secret.hash(secret),
                caller.token(),
                end(input, caller));
        return new CreateAccessTokenPayload(token, secret);
    }

    private OffsetDateTime end(CreateAccessTokenInput input, Caller caller) {
        OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);
        OffsetDateTime latest = caller.token() == null
                ? now.plus(maxLifetime)
                : tokens.findById(caller.token())
                        .map(AccessToken::expiresAt)
                        .orElseThrow(() -> Refusal.conflict("The token has ended meanwhile"));
        OffsetDateTime end = input.expiresAt();
        if (end == null) {
            OffsetDateTime usual = now.plus(USUAL_LIFETIME);
            return usual.isBefore(latest) ? usual : latest;
        }
        if (!end.isAfter(now)) {
            throw Refusal.invalid("input.expiresAt", "must be in the future");
        }
        if (end.isAfter(latest) || end.isAfter(now.plus(maxLifetime))) {
            throw Refusal.invalid(
                    "input.expiresAt",
                    caller.token() == null
                            ? "must be at most " + maxLifetime.toDays() + " days away"
                            : "must not be after the end of the token that makes it");
        }
        return end;
    }

    @MutationMapping
    RevokeAccessTokenPayload revokeAccessToken(@Argument UUID id) {
        tokens.revoke(id);
        AccessToken token = tokens.findById(id).orElseThrow(() -> Refusal.notFound("access token"));
        known.end(id);
        return new RevokeAccessTokenPayload(token);
    }

    record CreateAccessTokenPayload(AccessToken accessToken, String secret) {

        /** Without the secret, which must not reach a log. */
        @Override
        public String toString() {
            return "CreateAccessTokenPayload[" + accessToken.id() + "]";
        }
    }

    record RevokeAccessTokenPayload(AccessToken accessToken) {}
}
