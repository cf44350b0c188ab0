package com.tripsage.gateway.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.stream.Stream;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Handshakes of WebSockets, told from other requests. They may come without a token: a browser can't add one to
 * them, so it follows in the first message.
 */
public final class WebSocketUpgrade {

    private static final RequestMatcher GET_GRAPHQL =
            PathPatternRequestMatcher.withDefaults().matcher(HttpMethod.GET, "/graphql");

    private WebSocketUpgrade() {}

    public static boolean isRequested(HttpServletRequest request) {
        return names(request, HttpHeaders.UPGRADE, "websocket")
                && names(request, HttpHeaders.CONNECTION, "upgrade")
                && GET_GRAPHQL.matches(request);
    }

    private static boolean names(HttpServletRequest request, String header, String token) {
        return Collections.list(request.getHeaders(header)).stream()
                .flatMap(line -> Stream.of(line.split(",", -1)))
                .anyMatch(named -> named.strip().equalsIgnoreCase(token));
    }
}
