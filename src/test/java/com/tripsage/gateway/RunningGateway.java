package com.tripsage.gateway;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.env.Environment;

/** The set-up of tests of the whole gateway: its port, its settings and its metrics. */
@GatewayTest
public abstract class RunningGateway {

    @LocalServerPort
    protected int port;

    @Autowired
    protected Environment environment;

    @Autowired
    protected MeterRegistry meters;

    /** The number of statements that operations have sent so far, to {@code read} or to {@code write}. */
    protected double statements(String access) {
        return meters.get("gateway.operation.statements")
                .tag("access", access)
                .summary()
                .totalAmount();
    }
}
