package com.tripsage.gateway.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.tripsage.gateway.quota.ClientAddress;
import com.tripsage.gateway.quota.Quota;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtDecoderInitializationException;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtValidationException;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.security.web.authentication.preauth.PreAuthenticatedAuthenticationToken;

/**
 * The callers that tokens name, JWTs and access tokens. A verified token is remembered until it expires, five minutes at most, because
 * verifying costs more than a small query. An address that has brought too many bad tokens has its unknown ones refused unread.
 */
public final class Callers implements AuthenticationManager {

    private static final String UNKNOWN = "Tokens can't be verified at the moment";
    private static final Duration MAX_MEMORY = Duration.ofMinutes(5);
    private static final long MAX_CHARACTERS = 16_000_000;

    /** The roles of the keys that a Supabase project gives to programs, which name no user. */
    private static final Set<String> API_KEY_ROLES = Set.of("anon", "service_role");

    private final JwtDecoder tokens;
    private final AccessTokens accessTokens;
    private final ErasedAccounts erasedAccounts;
    private final Clock clock;
    private final Quota<ClientAddress> failures;
    private final Cache<String, Verified> verified;

    Callers(
            JwtDecoder tokens,
            AccessTokens accessTokens,
            ErasedAccounts erasedAccounts,
            Clock clock,
            Quota<ClientAddress> failures) {
        this.tokens = tokens;
        this.accessTokens = accessTokens;
        this.erasedAccounts = erasedAccounts;
        this.clock = clock;
        this.failures = failures;
        this.verified = Caffeine.newBuilder()
                .maximumWeight(MAX_CHARACTERS)
                .<String, Verified>weigher((token, entry) ->
                        token.length() + entry.caller().claims().length())
                .expireAfter(Expiry.<String, Verified>creating((token, entry) -> timeToKeep(entry)))
                .build();
    }

    /**
     * The caller named by a token.
     *
     * @throws TokenRefused when the token does not count
     * @throws AuthenticationServiceException when that can't be told now, because the issuer's keys are out of reach
     */
    public Caller from(String token) {
        return verified(token).caller();
    }

    /**
     * The caller named by a token that came from an address.
     *
     * @throws TokenRefused when the token does not count
     * @throws TooManyFailures when too many from there did not count
     * @throws AuthenticationServiceException when that can't be told now, because the issuer's keys are out of reach
     */
    public Caller from(String token, ClientAddress address) {
        Caller known = known(token);
        if (known != null) {
            return known;
        }
        Duration wait = failures.untilOne(address);
        if (wait.isPositive()) {
            throw new TooManyFailures(wait);
        }
        try {
            return from(token);
        } catch (TokenRefused refused) {
            failures.takeAnyway(address);
            throw refused;
        }
    }

    /** The moment at which a token that {@link #from} accepts expires; null where it doesn't. */
    public @Nullable Instant expiry(String token) {
        return verified(token).validity().end();
    }

    /** The caller named by a token that has been verified lately; null of another one. */
    public @Nullable Caller known(String token) {
        Verified known = remembered(token);
        return known == null ? null : known.caller();
    }

    private @Nullable Verified remembered(String token) {
        Verified known = verified.getIfPresent(token);
        return known != null && known.validity().includes(clock.instant()) && goesOnCounting(known.caller())
                ? known
                : null;
    }

    /** Whether the token with which a caller came has not been ended since: an access token revoked, or the account erased. */
    public boolean goesOnCounting(Caller caller) {
        return caller.token() == null ? !erasedAccounts.include(caller) : accessTokens.count(caller.token());
    }

    private Verified verified(String token) {
        Verified known = remembered(token);
        if (known != null) {
            return known;
        }
        Verified fresh = verify(token);
        if (!timeToKeep(fresh).isZero()) {
            verified.put(token, fresh);
        }
        return fresh;
    }

    /** The caller of a request, for Spring Security's filter. */
    @Override
    public Authentication authenticate(Authentication authentication) {
        String token = ((BearerTokenAuthenticationToken) authentication).getToken();
        Caller caller = from(token, address(authentication));
        return new PreAuthenticatedAuthenticationToken(caller, "", Set.of());
    }

    private static ClientAddress address(Authentication authentication) {
        return ClientAddress.of(
                authentication.getDetails() instanceof WebAuthenticationDetails request
                        ? request.getRemoteAddress()
                        : "");
    }

    private Verified verify(String token) {
        return token.startsWith(AccessTokens.PREFIX) ? ofAccessToken(token) : ofJwt(token);
    }

    private Verified ofAccessToken(String token) {
        AccessTokens.Found found;
        try {
            found = accessTokens.find(token);
        } catch (RuntimeException unknown) {
            throw new AuthenticationServiceException(UNKNOWN, unknown);
        }
        if (found == null) {
            throw TokenRefused.invalid();
        }
        if (!clock.instant().isBefore(found.expiresAt())) {
            throw TokenRefused.expired();
        }
        return new Verified(found.caller(), new Validity(null, found.expiresAt()));
    }

    private Verified ofJwt(String token) {
        Jwt jwt = decode(token);
        if (API_KEY_ROLES.contains(String.valueOf(jwt.getClaims().get("role")))) {
            throw TokenRefused.invalid();
        }
        return new Verified(
                new Caller(subject(jwt), email(jwt), payload(token), ClaimedScopes.of(jwt.getClaims()), null),
                Validity.of(jwt));
    }

    private Jwt decode(String token) {
        try {
            return tokens.decode(token);
        } catch (JwtValidationException refused) {
            throw refused.getErrors().stream().allMatch(TokenValidators.EXPIRED::equals)
                    ? TokenRefused.expired()
                    : TokenRefused.invalid();
        } catch (BadJwtException _) {
            throw TokenRefused.invalid();
        } catch (JwtException | JwtDecoderInitializationException unknown) {
            throw new AuthenticationServiceException(UNKNOWN, unknown);
        }
    }

    private static UUID subject(Jwt jwt) {
        String subject = jwt.getSubject();
        if (subject == null) {
            throw TokenRefused.invalid();
        }
        try {
            UUID id = UUID.fromString(subject);
            // UUID.fromString also takes short forms, which the database would read differently.
            if (id.toString().equals(subject)) {
                return id;
            }
        } catch (IllegalArgumentException _) {
            // as below
        }
        throw TokenRefused.invalid();
    }

    private static @Nullable String email(Jwt jwt) {
        return jwt.getClaims().get("email") instanceof String email ? email : null;
    }

    /** The claims exactly as they were signed: rewritten, numbers or unknown claims might change. */
    private static String payload(String token) {
        String encoded = token.substring(token.indexOf('.') + 1, token.lastIndexOf('.'));
        return new String(Base64.getUrlDecoder().decode(encoded), StandardCharsets.UTF_8);
    }

    private Duration timeToKeep(Verified entry) {
        Instant end = entry.validity().end();
        if (end == null) {
            return Duration.ZERO;
        }
        Duration left = Duration.between(clock.instant(), end);
        if (left.isNegative()) {
            return Duration.ZERO;
        }
        return left.compareTo(MAX_MEMORY) < 0 ? left : MAX_MEMORY;
    }

    private record Verified(Caller caller, Validity validity) {}
}
