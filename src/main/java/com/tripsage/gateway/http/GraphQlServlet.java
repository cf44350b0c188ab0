package com.tripsage.gateway.http;

import com.tripsage.gateway.observation.Observation;
import com.tripsage.gateway.observation.Observations;
import com.tripsage.gateway.quota.ClientAddress;
import com.tripsage.gateway.request.RequestRefused;
import com.tripsage.gateway.security.Caller;
import com.tripsage.gateway.security.Callers;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.InsufficientAuthenticationException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;
import org.springframework.security.oauth2.server.resource.web.DefaultBearerTokenResolver;
import org.springframework.util.function.SingletonSupplier;

/**
 * The servlet of {@code /graphql}: who calls, and whether for an answer or for a WebSocket. It has neither the dispatcher servlet
 * nor the security chain in front, which together cost as much as a small query, and refuses for itself what they would.
 */
class GraphQlServlet extends HttpServlet {

    static final String PATH = "/graphql";

    private static final String BEARER = "Bearer ";
    private static final String TRACEPARENT = "traceparent";

    /** Others are a client's own. */
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH");

    private final SingletonSupplier<Callers> callers;
    private final SingletonSupplier<GraphQlHandler> graphQl;
    private final SingletonSupplier<WebSocketUpgrade> sockets;
    private final SingletonSupplier<Observations> observations;
    private final BearerTokenResolver tokens = new DefaultBearerTokenResolver();

    /** Nothing is looked up before the first request: Tomcat makes its servlets first, and logs as its own what fails meanwhile. */
    GraphQlServlet(
            ObjectProvider<Callers> callers,
            ObjectProvider<GraphQlHandler> graphQl,
            ObjectProvider<WebSocketUpgrade> sockets,
            ObjectProvider<Observations> observations) {
        this.callers = SingletonSupplier.of(callers::getObject);
        this.graphQl = SingletonSupplier.of(graphQl::getObject);
        this.sockets = SingletonSupplier.of(sockets::getObject);
        this.observations = SingletonSupplier.of(observations::getObject);
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        // What a socket's client asks for is seen message by message.
        if (observations.obtain().areOff() || WebSocketUpgrade.isRequested(request)) {
            serve(request, response);
            return;
        }
        String method = METHODS.contains(request.getMethod()) ? request.getMethod() : "_OTHER";
        observations.obtain().during(method + " " + PATH, request.getHeader(TRACEPARENT), () -> {
            Observation observation = Objects.requireNonNull(Observation.current());
            // as somebody outside answers what is thrown
            observation.responded(HttpStatus.INTERNAL_SERVER_ERROR.value());
            try {
                serve(request, response);
                observation.responded(response.getStatus());
            } catch (IOException nobodyListens) {
                observation.responded(response.getStatus());
                throw nobodyListens;
            }
            return response;
        });
    }

    private void serve(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            requireUsualAddress(request);
            CredentialsFilter.check(request);
            answer(request, response);
        } catch (AuthenticationException unknown) {
            AnswerWriter.writeRefusal(request, response, TokenChallenge.refusal(unknown));
        } catch (RequestRefused refusal) {
            AnswerWriter.writeRefusal(request, response, refusal);
        }
    }

    private void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        String usual = header != null && header.startsWith(BEARER) ? header.substring(BEARER.length()) : "";
        Caller known = callers.obtain().known(usual);
        if (known != null) {
            answer(known, usual, request, response);
            return;
        }
        String token = tokens.resolve(request);
        Caller caller = token == null ? null : callers.obtain().from(token, ClientAddress.of(request.getRemoteAddr()));
        answer(caller, token, request, response);
    }

    private void answer(
            @Nullable Caller caller, @Nullable String token, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (WebSocketUpgrade.isRequested(request)) {
            sockets.obtain().upgrade(token, request, response);
        } else if (caller == null || token == null) {
            throw new InsufficientAuthenticationException("There is no token");
        } else {
            graphQl.obtain().answer(new Exchange(caller, token, request, response));
        }
    }

    /** Of an address in other letters, {@code //graphql;x}, a proxy in front may have made something else than Tomcat. */
    private static void requireUsualAddress(HttpServletRequest request) {
        if (!request.getRequestURI().equals(request.getContextPath() + PATH)) {
            throw RequestRefused.of(HttpStatus.BAD_REQUEST, "The request can't be understood");
        }
    }
}
