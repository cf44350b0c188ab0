package com.tripsage.gateway.http;

import com.tripsage.gateway.request.RequestRefused;
import com.tripsage.gateway.security.TokenRefused;
import com.tripsage.gateway.security.TooManyFailures;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;

/** The answer to a request without a token that counts. */
class TokenChallenge implements AuthenticationEntryPoint {

    /** Beside UNAUTHENTICATED where a token counted until its time was over: a client gets a new one, and tries again. */
    static final Map<String, Object> TOKEN_EXPIRED = Map.of("reason", "TOKEN_EXPIRED");

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException reason)
            throws IOException {
        AnswerWriter.writeRefusal(request, response, refusal(reason));
    }

    static RequestRefused refusal(AuthenticationException reason) {
        return switch (reason) {
            case TooManyFailures failures ->
                RequestRefused.rateLimited(String.valueOf(failures.getMessage()), failures.retryAfter());
            case AuthenticationServiceException unavailable ->
                RequestRefused.of(HttpStatus.SERVICE_UNAVAILABLE, String.valueOf(unavailable.getMessage()));
            default ->
                RequestRefused.unauthenticated(
                        message(reason), challenge(reason), isOfExpiredToken(reason) ? TOKEN_EXPIRED : Map.of());
        };
    }

    /** RFC 6750: no error code for a request that brought no token at all; of one that has expired its own description. */
    private static String challenge(AuthenticationException reason) {
        if (isOfExpiredToken(reason)) {
            return "Bearer error=\"invalid_token\", error_description=\"" + TokenRefused.EXPIRED + "\"";
        }
        return broughtAToken(reason) ? "Bearer error=\"invalid_token\"" : "Bearer";
    }

    private static boolean isOfExpiredToken(AuthenticationException reason) {
        return reason instanceof TokenRefused refused && refused.isExpired();
    }

    private static String message(AuthenticationException reason) {
        return switch (reason) {
            case TokenRefused refused -> String.valueOf(refused.getMessage());
            case OAuth2AuthenticationException _ -> "The token is not valid";
            default -> "A bearer token is needed";
        };
    }

    private static boolean broughtAToken(AuthenticationException reason) {
        return reason instanceof TokenRefused || reason instanceof OAuth2AuthenticationException;
    }
}
