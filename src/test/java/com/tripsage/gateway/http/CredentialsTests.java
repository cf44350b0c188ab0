package com.tripsage.gateway.http;

import static com.tripsage.gateway.http.Edge.send;
import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.security.Tokens;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Who says who is calling says it once, in the header. */
@EdgeTest
class CredentialsTests {

    private static final String TWICE = "The header Authorization is given more than once";
    private static final String ADDRESS = "A token belongs into the header Authorization, not into the address";

    @LocalServerPort
    private int port;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization: Bearer <good>\nAuthorization: Bearer <good>",
                "Authorization: Bearer <good>\nauthorization: Bearer <good>",
                "Authorization: Bearer <good>\nAUTHORIZATION: Bearer x",
                "Authorization: Bearer x\nAuthorization: Bearer <good>",
                "Authorization: Bearer <good>\nAuthorization: Basic eDp5",
                "Authorization: Bearer <good>\nAuthorization:",
                "Authorization: Bearer <good>, Bearer <good>",
                "Authorization: Bearer <good>,bearer x",
                "Authorization: Basic eDp5, Bearer <good>",
                "Authorization: Bearer <good>,"
            })
    void twoAuthorizationsAreRefused(String headers) throws Exception {
        for (String more : new String[] {"", "Accept: text/event-stream\n", RawConnection.UPGRADE}) {
            String answer = answer("/graphql?query=%7Bme%7D", more + headers);

            assertThat(answer).startsWith("HTTP/1.1 400").contains(TWICE, "\"code\":\"BAD_USER_INPUT\"");
        }
    }

    @Test
    void oneAuthorizationIsTaken() throws Exception {
        assertThat(answer("/graphql?query=%7Bme%7D", "Authorization: Bearer <good>"))
                .startsWith("HTTP/1.1 200");
        assertThat(answer("/graphql", RawConnection.UPGRADE + "Authorization: Bearer <good>"))
                .startsWith("HTTP/1.1 101");
    }

    /** Other schemes have commas of their own. */
    @Test
    void anotherSchemeIsNoToken() throws Exception {
        assertThat(answer("/graphql", "Authorization: Digest username=\"ada\", realm=\"x\""))
                .startsWith("HTTP/1.1 401");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "access_token",
                "token",
                "Token",
                "id_token",
                "auth-token",
                "apikey",
                "api_key",
                "API-KEY",
                "jwt",
                "authorization",
                "bearer",
                "access%5Ftoken"
            })
    void aTokenInTheAddressIsRefused(String parameter) throws Exception {
        String query = "?query=%7Bme%7D&" + parameter + "=" + Tokens.valid();
        for (String path : new String[] {"/graphql", "/graphiql", "/actuator/health"}) {
            for (String headers :
                    new String[] {"Authorization: Bearer <good>", "Accept: text/event-stream", RawConnection.UPGRADE}) {
                assertThat(answer(path + query, headers.strip()))
                        .startsWith("HTTP/1.1 400")
                        .contains(ADDRESS, "\"code\":\"BAD_USER_INPUT\"");
            }
        }
        HttpResponse<String> posted = send(new Edge(port)
                .request("/graphql" + query)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"query\":\"{ me }\"}")));
        assertThat(posted.statusCode()).isEqualTo(400);
        assertThat(posted.body()).contains(ADDRESS);
    }

    @ParameterizedTest
    @CsvSource({"tokens, 200", "author, 200", "tok, 200", "extensions, 400"})
    void otherParametersAreNoTokens(String parameter, int status) throws Exception {
        String answer = answer("/graphql?query=%7Bme%7D&" + parameter + "=x", "Authorization: Bearer <good>");

        assertThat(answer).startsWith("HTTP/1.1 " + status).doesNotContain(ADDRESS);
    }

    private String answer(String path, String headers) throws Exception {
        try (RawConnection connection = new RawConnection(port)) {
            connection.send(("GET " + path + " HTTP/1.1\nHost: localhost\n" + headers + "\n\n")
                    .replace("\n\n\n", "\n\n")
                    .replace("<good>", Tokens.valid())
                    .replace("\n", "\r\n"));
            String head = connection.readUntil("\r\n\r\n");
            return head.startsWith("HTTP/1.1 4") ? head + connection.readUntil("}]}") : head;
        }
    }
}
