package com.tripsage.gateway.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.Traveller;
import com.tripsage.gateway.Wire;
import com.tripsage.gateway.live.ListeningGateway;
import com.tripsage.gateway.quota.Quotas;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** Operations that may cost 300 a minute together. */
@DirtiesContext
@TestPropertySource(properties = "gateway.quota.cost-per-minute=300")
class CostQuotaTests extends ListeningGateway {

    private static final String TRIPS = """
            { first: trips(first: 100) { edges { node { title } } } again: trips(first: 100) { edges { node { title } } } }""";
    private static final String EVENTS =
            "subscription { tripEvents { cursor trip { similarTrips(first: 100) { trip { title } } } } }";
    private static final String CREATE =
            "mutation { createTrip(input: { title: \"Oslo\" }) { trip { similarTrips(first: 100) { trip { title } } } } }";

    @Autowired
    Quotas quotas;

    private final HttpClient http = HttpClient.newHttpClient();
    private Traveller ada;

    @BeforeEach
    void arrive() {
        ada = Traveller.known(port);
    }

    @AfterEach
    void close() {
        http.close();
    }

    @Test
    void operationsThatCostTooMuchTogetherAreRefusedBeforeTheyBegin() throws Exception {
        HttpResponse<String> first = post(ada, TRIPS, "application/json");
        assertThat(first.statusCode()).isEqualTo(200);
        int cost = Wire.JSON
                .readTree(first.body())
                .at("/extensions/cost/operation")
                .intValue();
        assertThat(cost).isBetween(151, 299);
        assertThat(header(first, "RateLimit-Policy")).contains("\"cost\";q=300;w=60");
        assertThat(left(first)).isBetween(290 - cost, 350 - cost);

        HttpResponse<String> refused = post(ada, TRIPS, "application/json");

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(Integer.parseInt(header(refused, "Retry-After"))).isBetween(1, 60);
        JsonNode error = Wire.JSON.readTree(refused.body()).at("/errors/0");
        assertThat(error.path("message").stringValue()).isEqualTo("At most 300 points of cost a minute");
        assertThat(error.at("/extensions/code").stringValue()).isEqualTo("RATE_LIMITED");
        assertThat(error.at("/extensions/retryAfterMs").intValue()).isBetween(1, 60_000);
        // nothing was taken for it, and others have their own
        assertThat(post(ada, "{ viewer { id } }", "application/json").statusCode())
                .isEqualTo(200);
        assertThat(post(Traveller.known(port), TRIPS, "application/json").statusCode())
                .isEqualTo(200);
    }

    @Test
    void aMutationThatIsRefusedHasChangedNothing() throws Exception {
        spend();

        assertThat(post(ada, CREATE, "application/json").statusCode()).isEqualTo(429);

        Traveller again = Traveller.of(port, ada.id(), ada.email());
        awaitSomething();
        again.execute("{ trips { totalCount } }")
                .path("trips.totalCount")
                .entity(Integer.class)
                .isEqualTo(0);
    }

    @Test
    void onSocketsAndStreamsTheRefusalIsTheOperationsError() throws Exception {
        for (String document : new String[] {TRIPS, EVENTS}) {
            spend();
            JsonNode error = listen(ada, document).message().body().at("/0");
            assertThat(error.at("/extensions/code").stringValue()).isEqualTo("RATE_LIMITED");
            assertThat(error.at("/extensions/retryAfterMs").intValue()).isBetween(1, 60_000);
            assertThat(error.at("/extensions/requestId").isString()).isTrue();

            HttpResponse<String> stream = post(ada, document, "text/event-stream");
            assertThat(stream.statusCode()).isEqualTo(200);
            assertThat(stream.body())
                    .startsWith("event: next\ndata: {\"errors\":[{")
                    .contains("\"code\":\"RATE_LIMITED\"")
                    .endsWith("event: complete\ndata:\n\n");
        }
    }

    private void spend() {
        quotas.cost().takeUpTo(ada.id(), 300);
    }

    /** Five points come back in a second. */
    private void awaitSomething() throws InterruptedException {
        while (quotas.cost().rest(ada.id()).amount() < 10) {
            Thread.sleep(100);
        }
    }

    private static int left(HttpResponse<String> response) {
        return Integer.parseInt(header(response, "RateLimit").replaceAll(".*\"cost\";r=(\\d+).*", "$1"));
    }

    private static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    private HttpResponse<String> post(Traveller traveller, String document, String accept)
            throws IOException, InterruptedException {
        String body = Wire.JSON.writeValueAsString(Map.of("query", document, "extensions", Map.of("cost", true)));
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/graphql"))
                        .header("Authorization", "Bearer " + traveller.token())
                        .header("Content-Type", "application/json")
                        .header("Accept", accept)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
