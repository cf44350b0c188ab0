package com.tripsage.gateway.websocket;

import static com.tripsage.gateway.websocket.SocketClient.SUBPROTOCOL;
import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.http.EdgeTest;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

/** Where no proxy is configured, a client has the address it comes from, whatever it claims. */
@EdgeTest
@TestPropertySource(properties = "gateway.websocket.max-uninitialised-per-address=1")
class ForgedAddressTests {

    @LocalServerPort
    int port;

    @Test
    void givesNoPlace() throws Exception {
        try (SocketClient only = SocketClient.open(port)) {
            for (String header : new String[] {"X-Forwarded-For", "Forwarded", "X-Real-IP"}) {
                assertThat(SocketClient.refusal(port, builder -> builder.subprotocols(SUBPROTOCOL)
                                .header(header, header.equals("Forwarded") ? "for=192.0.2.1" : "192.0.2.1")))
                        .isEqualTo(429);
            }
            only.expectSilence();
        }
    }
}
