package com.tripsage.gateway.http;

import com.tripsage.gateway.refusal.ErrorCode;
import com.tripsage.gateway.security.TokenRefused;
import com.tripsage.gateway.security.TooManyFailures;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;

/** The answer to a request without a token that counts. */
class TokenChallenge implements AuthenticationEntryPoint {

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException reason)
            throws IOException {
        if (reason instanceof TooManyFailures failures) {
            AnswerWriter.writeRefusal(
                    request, response, RequestRefused.rateLimited(message(reason), failures.retryAfter()));
            return;
        }
        if (reason instanceof AuthenticationServiceException) {
            refuse(request, response, HttpStatus.SERVICE_UNAVAILABLE, ErrorCode.UNAVAILABLE, message(reason));
            return;
        }
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, challenge(reason));
        AnswerWriter.writeError(
                request,
                response,
                HttpStatus.UNAUTHORIZED.value(),
                ErrorCode.UNAUTHENTICATED,
                message(reason),
                isOfExpiredToken(reason) ? AnswerWriter.TOKEN_EXPIRED : Map.of());
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
        if (reason instanceof TokenRefused
                || reason instanceof TooManyFailures
                || reason instanceof AuthenticationServiceException) {
            return String.valueOf(reason.getMessage());
        }
        return broughtAToken(reason) ? "The token is not valid" : "A bearer token is needed";
    }

    private static boolean broughtAToken(AuthenticationException reason) {
        return reason instanceof TokenRefused || reason instanceof OAuth2AuthenticationException;
    }

    private static void refuse(
            HttpServletRequest request, HttpServletResponse response, HttpStatus status, ErrorCode code, String message)
            throws IOException {
        AnswerWriter.writeError(request, response, status.value(), code, message);
    }
}
