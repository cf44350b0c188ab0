package com.tripsage.gateway.websocket;

import static com.tripsage.gateway.websocket.SocketClient.subscribe;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tripsage.gateway.http.EdgeTest;
import com.tripsage.gateway.http.FakeLive;
import com.tripsage.gateway.http.FakeLive.Subscription;
import com.tripsage.gateway.security.Tokens;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.web.server.context.WebServerApplicationContext;

/** What clients see when the gateway stops. */
@EdgeTest
class ShutdownTests {

    private static final String GOODBYE = "The gateway is shutting down; resume with the cursor of your last event";

    @LocalServerPort
    int port;

    @Autowired
    FakeLive live;

    @Autowired
    WebSockets sockets;

    @AfterEach
    void goOn() {
        sockets.stop();
        sockets.start();
    }

    @Test
    void comesBeforeTheWebServers() {
        assertThat(sockets.getPhase()).isGreaterThan(WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE);
    }

    @Test
    void tellsWhereToResume() throws Exception {
        try (SocketClient client = SocketClient.acknowledged(port, Tokens.valid())) {
            client.send(subscribe("a", "subscription { n }"));
            Subscription first = live.subscription();
            client.send(subscribe("b", "subscription { n }"));
            Subscription second = live.subscription();
            first.next(7);
            client.next();
            Eventually.is(() -> second.outlet instanceof RunningOperation running && running.hasStarted());

            sockets.endAll(Duration.ZERO);

            client.expect("{'type':'ping','payload':{'cursors':{'a':'c7','b':'c0'}}}");
            client.expectClose(1001, GOODBYE);
            assertThatThrownBy(() -> first.next(8)).isInstanceOf(IOException.class);
            assertThat(first.cancellations).hasValue(1);
            assertThat(second.cancellations).hasValue(1);
        }
    }

    @Test
    void letsNobodyIn() {
        sockets.endAll(Duration.ZERO);

        assertThat(SocketClient.refusal(port, builder -> builder.subprotocols(SocketClient.SUBPROTOCOL)))
                .isEqualTo(503);
    }

    @Test
    void letsQueriesFinishAndBeginsNoMore() throws Exception {
        try (SocketClient client = SocketClient.acknowledged(port, Tokens.valid())) {
            client.send(subscribe("a", "{ slow }"));
            client.expectSilence();
            CompletableFuture<Void> end = CompletableFuture.runAsync(() -> sockets.endAll(Duration.ZERO));
            Thread.sleep(500);
            client.send(subscribe("b", "{ me }"));

            assertThat(client.nextJson().at("/payload/0/extensions/code").stringValue())
                    .isEqualTo("UNAVAILABLE");
            client.expect("{'id':'a','type':'next','payload':{'data':{'slow':'done'}}}");
            client.expect("{'id':'a','type':'complete'}");
            client.expectClose(1001, GOODBYE);
            end.join();
        }
    }

    @Test
    void isSpreadOverTime() throws Exception {
        List<SocketClient> clients = new ArrayList<>();
        for (int n = 0; n < 4; n++) {
            clients.add(SocketClient.acknowledged(port, Tokens.valid()));
        }
        CompletableFuture<Void> end = CompletableFuture.runAsync(() -> sockets.endAll(Duration.ofSeconds(4)));
        Thread.sleep(1500);
        assertThat(clients.stream().filter(SocketClient::isClosed)).hasSize(2);
        end.join();
        for (SocketClient client : clients) {
            client.expectClose(1001, GOODBYE);
        }
    }
}
