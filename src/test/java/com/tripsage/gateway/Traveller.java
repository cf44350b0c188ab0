package com.tripsage.gateway;

import com.tripsage.gateway.security.Tokens;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.test.tester.GraphQlTester;
import org.springframework.graphql.test.tester.HttpGraphQlTester;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Somebody with a token, who sends operations over HTTP. */
public record Traveller(UUID id, String email, String token, HttpGraphQlTester graphQl) {

    /** A person whom the gateway does not know yet. */
    public static Traveller arriving(int port) {
        UUID id = UUID.randomUUID();
        return of(port, id, id + "@example.com");
    }

    /** A person whom the gateway knows. */
    public static Traveller known(int port) {
        Traveller traveller = arriving(port);
        traveller
                .execute("{ viewer { id } }")
                .path("viewer.id")
                .entity(UUID.class)
                .isEqualTo(traveller.id);
        return traveller;
    }

    public static Traveller of(int port, UUID id, String email) {
        return of(
                port,
                id,
                email,
                Tokens.signed(Tokens.claims()
                        .subject(id.toString())
                        .claim("email", email)
                        .build()));
    }

    private static Traveller of(int port, UUID id, String email, String token) {
        WebTestClient.Builder client = WebTestClient.bindToServer(new JdkClientHttpConnector())
                .baseUrl("http://127.0.0.1:" + port + "/graphql")
                .responseTimeout(Duration.ofSeconds(30))
                .defaultHeaders(headers -> headers.setBearerAuth(token))
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(16 << 20));
        return new Traveller(id, email, token, HttpGraphQlTester.builder(client).build());
    }

    /** The same person through a program that has an access token with these scopes. */
    public Traveller through(int port, String... scopes) {
        String secret = execute("""
                        mutation ($scopes: [String!]!) {
                          createAccessToken(input: { name: "A program", scopes: $scopes }) { secret }
                        }
                        """, Map.of("scopes", scopes))
                .path("createAccessToken.secret")
                .entity(String.class)
                .get();
        return of(port, id, email, secret);
    }

    public GraphQlTester.Response execute(String document) {
        return execute(document, Map.of());
    }

    public GraphQlTester.Response execute(String document, Map<String, ? extends @Nullable Object> variables) {
        GraphQlTester.Request<?> request = graphQl.document(document);
        variables.forEach(request::variable);
        return request.execute();
    }

    /** Makes a trip and tells its id. */
    public UUID createTrip(String title) {
        return createTrip(Map.of("title", title));
    }

    public UUID createTrip(Map<String, ?> input) {
        return execute(
                        "mutation ($input: CreateTripInput!) { createTrip(input: $input) { trip { id } } }",
                        Map.of("input", input))
                .path("createTrip.trip.id")
                .entity(UUID.class)
                .get();
    }

    /** Shares a trip with somebody who is known, as {@code EDITOR} or {@code VIEWER}. */
    public void share(UUID tripId, Traveller with, String role) {
        execute(
                        "mutation ($input: ShareTripInput!) { shareTrip(input: $input) { trip { id } } }",
                        Map.of("input", Map.of("tripId", tripId, "userEmail", with.email, "role", role)))
                .path("shareTrip.trip.id")
                .entity(UUID.class)
                .isEqualTo(tripId);
    }
}
