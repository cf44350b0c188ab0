package com.tripsage.gateway.memory;

import com.tripsage.gateway.GatewayTest;
import com.tripsage.gateway.Superuser;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.env.Environment;

/** The set-up of tests of memories: an assistant that adds and reads somebody's. */
@GatewayTest
abstract class AssistantTest {

    @LocalServerPort
    int port;

    @Autowired
    Environment environment;

    @Autowired
    MeterRegistry meters;

    Assistant ada;

    @BeforeEach
    void arrive() {
        ada = Assistant.arriving(port);
    }

    /** The one value that a query about an id finds. */
    String sql(String query, String id) {
        return Superuser.of(environment)
                .sql(query)
                .param(id)
                .query(String.class)
                .single();
    }

    /** How many statements operations have sent so far to {@code read} or to {@code write}. */
    double statements(String access) {
        return meters.get("gateway.operation.statements")
                .tag("access", access)
                .summary()
                .totalAmount();
    }
}
