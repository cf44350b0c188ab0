package com.tripsage.gateway.websocket;

import com.tripsage.gateway.http.CorsProperties;
import com.tripsage.gateway.http.WebSocketUpgrade;
import com.tripsage.gateway.quota.ClientAddress;
import com.tripsage.gateway.request.RequestRefused;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Extension;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import org.apache.tomcat.websocket.Constants;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.util.WebUtils;

/** The way from an HTTP request to a WebSocket, where there is room and the page that asks may have one. */
@Component
class Handshake implements WebSocketUpgrade {

    private static final String SUBPROTOCOL = "graphql-transport-ws";

    /** How long Tomcat waits for the client's answer to a close frame. */
    private static final long CLOSE_TIMEOUT_MILLIS = 5000;

    /** How long it may take to send a close frame to a client that is slow. */
    private static final long CLOSE_SEND_TIMEOUT_MILLIS = 1000;

    private final WebSockets sockets;
    private final Admissions admissions;
    private final WebSocketProperties properties;
    private final CorsProperties cors;

    Handshake(WebSockets sockets, Admissions admissions, WebSocketProperties properties, CorsProperties cors) {
        this.sockets = sockets;
        this.admissions = admissions;
        this.properties = properties;
        this.cors = cors;
    }

    @Override
    public void upgrade(@Nullable String token, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        requireAllowedOrigin(request);
        ServerContainer container =
                (ServerContainer) request.getServletContext().getAttribute(ServerContainer.class.getName());
        ClientAddress address = ClientAddress.of(request.getRemoteAddr());
        SocketEndpoint socket = sockets.open(address, admission(token, address));
        try {
            container.upgradeHttpToWebSocket(new Bare(request), response, endpoint(socket), Map.of());
        } catch (DeploymentException e) {
            throw new IllegalStateException(e);
        } finally {
            if (response.getStatus() != HttpServletResponse.SC_SWITCHING_PROTOCOLS) {
                sockets.abandoned(socket);
            }
        }
    }

    /** Only browsers send an origin, and only they can be made to connect by a page that somebody else wrote. */
    private void requireAllowedOrigin(HttpServletRequest request) {
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin != null && !cors.allows(origin) && !isSameOrigin(request)) {
            throw RequestRefused.foreignOrigin();
        }
    }

    private static boolean isSameOrigin(HttpServletRequest request) {
        try {
            return WebUtils.isSameOrigin(new ServletServerHttpRequest(request));
        } catch (IllegalArgumentException unreadable) {
            return false;
        }
    }

    /** What the header allows. A token that does not count has been refused before. */
    private @Nullable Admission admission(@Nullable String token, ClientAddress address) {
        try {
            return token == null ? null : admissions.from(token, address);
        } catch (Closing hasJustExpired) {
            return null;
        }
    }

    private ServerEndpointConfig endpoint(SocketEndpoint socket) {
        ServerEndpointConfig config = ServerEndpointConfig.Builder.create(SocketEndpoint.class, "/graphql")
                .subprotocols(List.of(SUBPROTOCOL))
                .configurator(new Negotiation(socket))
                .build();
        config.getUserProperties()
                .putAll(Map.of(
                        Constants.BLOCKING_SEND_TIMEOUT_PROPERTY,
                        properties.sendTimeout().toMillis(),
                        Constants.SESSION_CLOSE_TIMEOUT_PROPERTY,
                        CLOSE_TIMEOUT_MILLIS,
                        Constants.ABNORMAL_SESSION_CLOSE_SEND_TIMEOUT_PROPERTY,
                        CLOSE_SEND_TIMEOUT_MILLIS));
        return config;
    }

    private static class Negotiation extends ServerEndpointConfig.Configurator {

        private final SocketEndpoint socket;

        Negotiation(SocketEndpoint socket) {
            this.socket = socket;
        }

        // As the interface has it, with an unchecked cast.
        @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
        @Override
        public <T> T getEndpointInstance(Class<T> type) {
            return (T) socket;
        }

        /** None, above all no compression: it takes hundreds of kilobytes a socket. */
        @Override
        public List<Extension> getNegotiatedExtensions(List<Extension> installed, List<Extension> requested) {
            return List.of();
        }

        /** None where ours is not offered: the socket is opened all the same, to be closed with the protocol's code. */
        @Override
        public String getNegotiatedSubprotocol(List<String> supported, List<String> requested) {
            return requested.contains(SUBPROTOCOL) ? SUBPROTOCOL : "";
        }

        @Override
        public boolean checkOrigin(String origin) {
            return true;
        }
    }

    /** The request without what Tomcat would keep of it for as long as the socket is open. */
    private static class Bare extends HttpServletRequestWrapper {

        Bare(HttpServletRequest request) {
            super(request);
        }

        @Override
        public Enumeration<String> getHeaderNames() {
            return Collections.emptyEnumeration();
        }

        @Override
        public Map<String, String[]> getParameterMap() {
            return Map.of();
        }

        @Override
        public @Nullable String getQueryString() {
            return null;
        }
    }
}
