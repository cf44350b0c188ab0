package com.tripsage.gateway.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.tripsage.gateway.http.EdgeTest;
import com.tripsage.gateway.security.Tokens;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

/** How much a socket may hold of a message, where one address or caller may hold 600 kB. */
@EdgeTest
@TestPropertySource(properties = "gateway.memory-budget.per-holder=600KB")
class MessageSizeTests {

    @LocalServerPort
    int port;

    @Autowired
    MeterRegistry meters;

    @Test
    void littleBeforeTheToken() throws Exception {
        try (SocketClient client = SocketClient.open(port)) {
            client.sendText("{\"type\":\"ping\",\"payload\":{\"a\":\"" + "a".repeat(8000) + "\"}}", true);
            assertThat(client.next()).contains("pong");
            client.sendText("{\"type\":\"ping\",\"payload\":{\"a\":\"" + "a".repeat(8200), false);
            client.expectClose(1009, "A message may have 8192 bytes");
        }
    }

    @Test
    void moreAfterIt() throws Exception {
        try (SocketClient client = SocketClient.acknowledged(port, Tokens.valid())) {
            client.sendText("{\"type\":\"ping\",\"payload\":{\"a\":\"" + "a".repeat(60_000), false);
            client.sendText("\"}}", true);
            assertThat(client.next()).contains("pong");
        }
    }

    @Test
    void unfinishedMessagesOfAnAddressHaveABudget() throws Exception {
        List<SocketClient> clients = new ArrayList<>();
        try {
            for (int n = 0; n < 80; n++) {
                SocketClient client = SocketClient.open(port);
                clients.add(client);
                client.sendText("{\"type\":\"" + "a".repeat(8000), false);
            }
            clients.get(79).expectClose(1013, "No memory is left for this message at the moment");
            try (SocketClient known = SocketClient.acknowledged(port, Tokens.valid())) {
                known.expectSilence();
            }
        } finally {
            clients.forEach(SocketClient::close);
        }
        await().untilAsserted(() -> assertThat(meters.get("gateway.memory.budget.held")
                        .tag("use", "socket")
                        .gauge()
                        .value())
                .isZero());
    }
}
