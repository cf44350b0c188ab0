package com.tripsage.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.clearInvocations;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

import com.tripsage.gateway.graphql.GraphQlEngine;
import com.tripsage.gateway.security.Tokens;
import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** No address, method or header is a way around the token. */
@EdgeTest
class WayInTests {

    private static final String BODY = "{\"query\":\"{ me }\"}";

    private static final String UPGRADE = """
            Connection: Upgrade
            Upgrade: websocket
            Sec-WebSocket-Version: 13
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
            Sec-WebSocket-Protocol: graphql-transport-ws
            """.replace("\n", "\r\n");

    @LocalServerPort
    private int port;

    @Autowired
    private GraphQlEngine engine;

    @Autowired
    private ServletContext servlets;

    @BeforeEach
    void forget() {
        clearInvocations(engine);
    }

    @AfterEach
    void nothingIsReached() {
        verify(engine, never()).execute(any());
    }

    static List<String> oddSpellings() {
        return List.of(
                "//graphql",
                "/./graphql",
                "/%2e/graphql",
                "/x/../graphql",
                "/graphiql/../graphql",
                "/graphiql/..;/graphql",
                "/actuator/health/../../graphql",
                "/graphql;x",
                "/graphql;a=b;c",
                "/;x/graphql",
                "/%67raphql",
                "/graphql%2f",
                "/%2fgraphql",
                "/graphql%00",
                "/graphql%0a",
                "/graphql%20",
                "/graphql%3b",
                "/graphql%3fx",
                "/graphql%23",
                "/graphql\\",
                "/graphql%5c",
                "/graphql/",
                "/graphql//",
                "/graphql/.",
                "/graphql/..;/graphql",
                "/graphql/x",
                "/graphql.json",
                "/GraphQL",
                "/graphql/graphql",
                "graphql",
                "*",
                "http://localhost//graphql");
    }

    @ParameterizedTest
    @MethodSource("oddSpellings")
    void isNoOtherSpelling(String address) throws Exception {
        for (String credentials : List.of("", "Bearer nonsense", "Bearer " + Tokens.valid())) {
            for (String method : List.of("GET", "POST")) {
                assertRefused(method, address, credentials, "");
            }
            assertRefused("GET", address, credentials, UPGRADE);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "BREW", "get"})
    void isNotWithoutATokenThatCounts(String method) throws Exception {
        for (String address : List.of("/graphql", "/graphql?query=%7Bme%7D", "http://localhost/graphql")) {
            for (String credentials : List.of(
                    "",
                    "Bearer",
                    "Bearer ",
                    "Bearer nonsense",
                    "Basic " + Tokens.valid(),
                    "Bearer ," + Tokens.valid())) {
                assertRefused(method, address, credentials, "");
            }
        }
        assertRefused(method, "/graphql?access_token=" + Tokens.valid(), "", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "BREW", "get"})
    void isNoOtherMethod(String method) throws Exception {
        assertRefused(method, "/graphql?query=%7Bme%7D", "Bearer " + Tokens.valid(), "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer x\u0001", "Bearer x\u0000", "Bearer x\u007f", "Bearer x\u0085", "Bearer x\u00e4"})
    void isNoTokenOfOtherCharacters(String credentials) throws Exception {
        assertRefused("POST", "/graphql", credentials.replace("x", Tokens.valid()), "");
        assertRefused("GET", "/graphql", credentials.replace("x", Tokens.valid()), UPGRADE);
    }

    private void assertRefused(String method, String address, String credentials, String headers) throws IOException {
        try (RawConnection connection = new RawConnection(port)) {
            connection.send(method + " " + address + " HTTP/1.1\r\nHost: localhost\r\n"
                    + (credentials.isEmpty() ? "" : "Authorization: " + credentials + "\r\n")
                    + (headers.isEmpty()
                            ? "Content-Type: application/json\r\nContent-Length: " + BODY.length() + "\r\n"
                            : headers)
                    + "\r\n"
                    + (headers.isEmpty() ? BODY : ""));
            assertThat(connection.readUntil("\r\n"))
                    .as("%s %s", method, address)
                    .matches("(?s)HTTP/1.1 (4..|501) .*");
        }
    }

    @Test
    void isASecuredServletOrTheOneThatSecuresItself() {
        assertThat(servlets.getFilterRegistration("springSecurityFilterChain").getServletNameMappings())
                .containsExactly("dispatcherServlet");
        assertThat(servlets.getServletRegistrations().keySet())
                .containsExactlyInAnyOrder("dispatcherServlet", "graphQlServlet");
        assertThat(servlets.getServletRegistration("graphQlServlet").getMappings())
                .containsExactly("/graphql");
    }
}
