package com.tripsage.gateway.security;

import com.tripsage.gateway.settings.SettingsInvalid;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.security.web.authentication.preauth.PreAuthenticatedAuthenticationToken;

/**
 * The operators of the gateway, who show the deployment's own token, told from callers, whose tokens name them. Neither token
 * is valid for the other: an operator has no rows, and a caller no metrics.
 */
public final class Operators {

    /** The role that operators have, and nobody else. */
    public static final String ROLE = "OPERATOR";

    private static final int MIN_CHARACTERS = 32;
    private static final Pattern BEARER_TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

    private final byte @Nullable [] token;
    private final AuthenticationManager callers;

    Operators(@Nullable String token, AuthenticationManager callers) {
        if (token != null
                && (token.length() < MIN_CHARACTERS
                        || !BEARER_TOKEN.matcher(token).matches())) {
            throw new SettingsInvalid("GATEWAY_OPERATIONS_TOKEN needs at least " + MIN_CHARACTERS
                    + " characters, and none but letters, digits and - . _ ~ + /.");
        }
        this.token = token == null ? null : bytes(token);
        this.callers = callers;
    }

    /** For Spring Security's filter. */
    public Authentication authenticate(Authentication authentication) {
        byte[] shown = bytes(((BearerTokenAuthenticationToken) authentication).getToken());
        // Compared in a time that tells nothing of where they differ.
        return token != null && MessageDigest.isEqual(shown, token)
                ? new PreAuthenticatedAuthenticationToken(
                        "operator", "", AuthorityUtils.createAuthorityList("ROLE_" + ROLE))
                : callers.authenticate(authentication);
    }

    private static byte[] bytes(String token) {
        return token.getBytes(StandardCharsets.UTF_8);
    }
}
