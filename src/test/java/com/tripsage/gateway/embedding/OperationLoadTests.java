package com.tripsage.gateway.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OperationLoadTests {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final OperationLoad load = new OperationLoad(meters);

    @Test
    void isNothingOnAnIdleGateway() {
        assertThat(load.sinceLastAsked()).isZero();
        meters.timer("gateway.operations", "access", "read");
        assertThat(load.sinceLastAsked()).isZero();
    }

    @Test
    void countsWhatEveryOperationTookSinceItWasLastAsked() {
        meters.timer("gateway.operations", "access", "read").record(Duration.ofHours(1));
        meters.timer("gateway.operations", "access", "write").record(Duration.ofHours(1));

        assertThat(load.sinceLastAsked()).isGreaterThan(1);
        assertThat(load.sinceLastAsked()).isZero();
    }
}
