package com.tripsage.gateway;

import com.tripsage.gateway.http.Edge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The set-up of tests of the whole gateway: its port, its settings and its metrics. */
@GatewayTest
public abstract class RunningGateway {

    @LocalServerPort
    protected int port;

    @Autowired
    protected Environment environment;

    @Autowired
    protected MeterRegistry meters;

    /** Plain SQL on the gateway's database, past its policies. */
    protected final JdbcClient superuser() {
        return Superuser.of(environment);
    }

    /** Somebody whom the gateway knows. */
    protected final Wire somebody() {
        return Wire.of(port, Traveller.known(port));
    }

    /** Whether the gateway says that it serves. */
    protected final boolean isReady() throws IOException, InterruptedException {
        return Edge.send(new Edge(port).anonymous("/actuator/health/readiness")).statusCode() == 200;
    }

    /** The number of statements that operations have sent so far, to {@code read} or to {@code write}. */
    protected double statements(String access) {
        return meters.get("gateway.operation.statements")
                .tag("access", access)
                .summary()
                .totalAmount();
    }
}
