package com.tripsage.gateway.websocket;

import static com.tripsage.gateway.websocket.SocketClient.init;
import static com.tripsage.gateway.websocket.SocketClient.subscribe;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tripsage.gateway.http.EdgeTest;
import com.tripsage.gateway.http.FakeLive;
import com.tripsage.gateway.http.FakeLive.Subscription;
import com.tripsage.gateway.http.RawConnection;
import com.tripsage.gateway.security.Tokens;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

/** How long sockets are waited for. */
@EdgeTest
@TestPropertySource(
        properties = {
            "gateway.websocket.init-timeout=1s",
            "gateway.websocket.keep-alive=1s",
            "gateway.websocket.send-timeout=2s"
        })
class TimingTests {

    @LocalServerPort
    int port;

    @Autowired
    FakeLive live;

    @Test
    void closesWhereTheInitialisationDoesNotCome() throws Exception {
        long begin = System.nanoTime();
        try (SocketClient client = SocketClient.open(port)) {
            client.send("{'type':'ping'}");
            client.expectClose(4408, "Connection initialisation timeout");
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(3));
    }

    @Test
    void closesWhereAMessageIsNotFinished() throws Exception {
        try (SocketClient client = SocketClient.acknowledged(port, Tokens.valid())) {
            client.sendText("{\"type\":", false);
            client.expectClose(1008, "A message took too long to arrive");
        }
    }

    @Test
    void keepsAClientThatAnswersPings() throws Exception {
        try (SocketClient client = SocketClient.acknowledged(port, Tokens.valid())) {
            Thread.sleep(4000);
            client.expectSilence();
        }
    }

    @Test
    void dropsAClientThatAnswersNoPings() throws Exception {
        try (RawConnection connection = RawConnection.webSocket(port)) {
            String init = init(Tokens.valid()).replace('\'', '"');
            connection.send(
                    "\u0081\u00fe" + (char) (init.length() >> 8) + (char) (init.length() & 0xff) + "\0\0\0\0" + init);
            connection.readUntil("connection_ack\"}");
            long begin = System.nanoTime();

            assertThat(connection.readUntil("too long")).contains("Nothing was received for too long");

            assertThat(Duration.ofNanos(System.nanoTime() - begin))
                    .isBetween(Duration.ofSeconds(2), Duration.ofSeconds(5));
        }
    }

    @Test
    void dropsAClientThatDoesNotReadWithoutDelayForOthers() throws Exception {
        try (SocketClient stuck = SocketClient.acknowledged(port, Tokens.valid());
                SocketClient other = SocketClient.acknowledged(port, Tokens.valid())) {
            stuck.send(subscribe("a", "subscription { n }"));
            Subscription flood = live.subscription();
            stuck.send(subscribe("b", "subscription { n }"));
            Subscription beside = live.subscription();
            other.send(subscribe("a", "subscription { n }"));
            Subscription quiet = live.subscription();
            stuck.stopReading();
            String large = "\"" + "x".repeat(1_000_000) + "\"";
            CompletableFuture<Void> flooding = CompletableFuture.runAsync(() -> {
                while (true) {
                    try {
                        flood.outlet.next(large, "c");
                    } catch (IOException dropped) {
                        return;
                    }
                }
            });

            for (int n = 0; !flooding.isDone(); n++) {
                long begin = System.nanoTime();
                quiet.next(n);
                other.next();
                assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMillis(500));
                Thread.sleep(50);
            }

            assertThatThrownBy(() -> beside.next(1)).isInstanceOf(IOException.class);
            assertThat(flood.cancellations).hasValue(1);
            assertThat(beside.cancellations).hasValue(1);
            other.expectSilence();
        }
    }
}
