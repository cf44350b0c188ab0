package com.tripsage.gateway.security;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The scopes that a JWT states in its claim {@code scope} (RFC 9068), or {@code scp} where it has none. One that states nothing but
 * what a sign-in with an identity provider is asked for is the user's own, as one without the claim is.
 */
final class ClaimedScopes {

    /** Those of OpenID Connect, and Cognito's own, which say what the provider tells of the user. */
    private static final Set<String> OF_SIGN_INS =
            Set.of("openid", "profile", "email", "address", "phone", "offline_access", "aws.cognito.signin.user.admin");

    private ClaimedScopes() {}

    static Scopes of(Map<String, Object> claims) {
        Object claim = claims.get("scope") == null ? claims.get("scp") : claims.get("scope");
        if (claim == null) {
            return Scopes.ALL;
        }
        List<String> names =
                switch (claim) {
                    case String text -> List.of(text.strip().split("\\s+"));
                    case Collection<?> each ->
                        each.stream().map(String::valueOf).toList();
                    default -> List.of();
                };
        return !names.isEmpty() && OF_SIGN_INS.containsAll(names) ? Scopes.ALL : Scopes.granted(names);
    }
}
