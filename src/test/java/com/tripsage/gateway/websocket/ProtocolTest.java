package com.tripsage.gateway.websocket;

import com.tripsage.gateway.http.EdgeTest;
import com.tripsage.gateway.http.FakeLive;
import com.tripsage.gateway.security.Tokens;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The set-up of tests of graphql-transport-ws. */
@EdgeTest
abstract class ProtocolTest {

    @LocalServerPort
    int port;

    @Autowired
    FakeLive live;

    @Autowired
    MeterRegistry metrics;

    SocketClient acknowledged() throws InterruptedException {
        return SocketClient.acknowledged(port, Tokens.valid());
    }

    double closed(String code) {
        return metrics.counter("gateway.websocket.closed", "code", code).count();
    }
}
