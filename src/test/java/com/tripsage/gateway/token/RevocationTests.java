package com.tripsage.gateway.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.GatewayProcess;
import com.tripsage.gateway.OneTraveller;
import com.tripsage.gateway.Wire;
import com.tripsage.gateway.security.Tokens;
import com.tripsage.gateway.websocket.SocketClient;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A token that is revoked on one gateway, or whose user has erased the account, and what is open with it on another. */
class RevocationTests extends OneTraveller {

    private static final String EVENTS = "subscription { tripEvents { kind } }";

    @Test
    void endsSocketsAndStreamsOnEveryGateway() throws Exception {
        Wire.Answer created = wire.send("""
                mutation {
                  createAccessToken(input: { name: "Sync", scopes: ["trips:read"] }) { accessToken { id } secret }
                }
                """);
        String secret = created.at("/createAccessToken/secret");
        try (GatewayProcess other = GatewayProcess.started(
                        "revocation", Objects.requireNonNull(environment.getProperty("test.database")));
                SocketClient here = SocketClient.acknowledged(port, secret);
                SocketClient there = SocketClient.acknowledged(other.port(), secret)) {
            there.send(SocketClient.subscribe("a", EVENTS));
            assertThat(there.nextJson().at("/payload/data/tripEvents/kind").stringValue())
                    .isEqualTo("SUBSCRIBED");
            CompletableFuture<String> stream = endOfStream(other.port(), secret);

            wire.send(
                            "mutation ($id: ID!) { revokeAccessToken(id: $id) { accessToken { id } } }",
                            Map.of("id", created.at("/createAccessToken/accessToken/id")))
                    .at("/revokeAccessToken/accessToken/id");

            assertThat(here.closeCode()).isEqualTo(4403);
            assertThat(there.closeCode()).isEqualTo(4403);
            assertThat(stream.get(10, TimeUnit.SECONDS)).contains("UNAUTHENTICATED");
            new Wire(other.port(), secret).send("{ trips { totalCount } }").isRefused("UNAUTHENTICATED");

            endsWhatIsOpenWithAJwtWhenTheAccountIsErased(other.port());
        }
    }

    /** Whoever has signed in again meanwhile has another account under the same id, and goes on. */
    private void endsWhatIsOpenWithAJwtWhenTheAccountIsErased(int other) throws Exception {
        String signedInAgain = Tokens.signed(Tokens.claims()
                .subject(ada.id().toString())
                .claim("email", ada.email())
                .issueTime(Tokens.inSeconds(20))
                .build());
        try (SocketClient here = SocketClient.acknowledged(port, ada.token());
                SocketClient there = SocketClient.acknowledged(other, ada.token());
                SocketClient again = SocketClient.acknowledged(other, signedInAgain)) {
            there.send(SocketClient.subscribe("a", EVENTS));
            assertThat(there.nextJson().at("/payload/data/tripEvents/kind").stringValue())
                    .isEqualTo("SUBSCRIBED");
            CompletableFuture<String> stream = endOfStream(other, ada.token());

            wire.send(
                            "mutation ($input: EraseAccountInput!) { eraseAccount(input: $input) { isComplete } }",
                            Map.of("input", Map.of("confirm", ada.id())))
                    .at("/eraseAccount/isComplete");

            assertThat(here.closeCode()).isEqualTo(4403);
            assertThat(there.closeCode()).isEqualTo(4403);
            assertThat(stream.get(10, TimeUnit.SECONDS)).contains("UNAUTHENTICATED");
            again.send(SocketClient.subscribe("a", EVENTS));
            assertThat(again.nextJson().at("/payload/data/tripEvents/kind").stringValue())
                    .isEqualTo("SUBSCRIBED");
        }
    }

    /** What has come when the stream is over. */
    private static CompletableFuture<String> endOfStream(int port, String token) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/graphql?query="
                        + URLEncoder.encode(EVENTS, StandardCharsets.UTF_8)))
                .header("Authorization", "Bearer " + token)
                .header("Accept", "text/event-stream")
                .build();
        var lines = new BufferedReader(new InputStreamReader(
                HttpClient.newHttpClient()
                        .send(request, BodyHandlers.ofInputStream())
                        .body(),
                StandardCharsets.UTF_8));
        assertThat(lines.readLine()).isNotNull();
        return CompletableFuture.supplyAsync(
                () -> String.join("\n", lines.lines().toList()));
    }
}
