package com.tripsage.gateway.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** The way from a request to a WebSocket, which is the business of another package. */
public interface WebSocketUpgrade {

    /**
     * Answers a handshake.
     *
     * @param token that of the request, if it has one, which counts: a browser can't add one, so it follows in the first message
     */
    void upgrade(@Nullable String token, HttpServletRequest request, HttpServletResponse response) throws IOException;

    /** Handshakes of WebSockets, told from other requests. */
    static boolean isRequested(HttpServletRequest request) {
        return request.getMethod().equals("GET")
                && names(request, HttpHeaders.UPGRADE, "websocket")
                && names(request, HttpHeaders.CONNECTION, "upgrade");
    }

    private static boolean names(HttpServletRequest request, String header, String token) {
        return Collections.list(request.getHeaders(header)).stream()
                .flatMap(line -> Stream.of(line.split(",", -1)))
                .anyMatch(named -> named.strip().equalsIgnoreCase(token));
    }
}
