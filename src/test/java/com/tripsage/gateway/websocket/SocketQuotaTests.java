package com.tripsage.gateway.websocket;

import static com.tripsage.gateway.websocket.SocketClient.subscribe;
import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.http.EdgeTest;
import com.tripsage.gateway.http.FakeLive;
import com.tripsage.gateway.security.Tokens;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** Three requests of a caller a minute, on however many sockets. */
@EdgeTest
@TestPropertySource(properties = "gateway.quota.requests-per-minute=3")
class SocketQuotaTests {

    @LocalServerPort
    int port;

    @Autowired
    FakeLive live;

    @Test
    void refusesTheFourthOperationAndNothingElse() throws Exception {
        String ada = token();
        try (SocketClient first = SocketClient.acknowledged(port, ada);
                SocketClient second = SocketClient.acknowledged(port, ada);
                SocketClient ofBob = SocketClient.acknowledged(port, token())) {
            first.send(subscribe("s", "subscription { n }"));
            FakeLive.Subscription subscription = live.subscription();
            for (SocketClient client : new SocketClient[] {first, second}) {
                client.send(subscribe("q", "{ price }"));
                assertThat(client.nextJson().path("type").stringValue()).isEqualTo("next");
                client.expect("{'id':'q','type':'complete'}");
            }

            second.send(subscribe("one too many", "{ price }"));

            JsonNode refusal = second.nextJson();
            assertThat(refusal.path("type").stringValue()).isEqualTo("error");
            assertThat(refusal.path("id").stringValue()).isEqualTo("one too many");
            assertThat(refusal.at("/payload/0/message").stringValue()).isEqualTo("At most 3 requests a minute");
            assertThat(refusal.at("/payload/0/extensions/code").stringValue()).isEqualTo("RATE_LIMITED");
            assertThat(refusal.at("/payload/0/extensions/retryAfterMs").intValue())
                    .isBetween(1, 20_000);

            subscription.next(1);
            first.expect("{'id':'s','type':'next','payload':{'data':{'n':1}}}");
            second.expectSilence();
            ofBob.send(subscribe("q", "{ price }"));
            assertThat(ofBob.nextJson().path("type").stringValue()).isEqualTo("next");
        }
    }

    private static String token() {
        return Tokens.signed(
                Tokens.claims().subject(UUID.randomUUID().toString()).build());
    }
}
