package com.tripsage.gateway.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebSocketPropertiesTests {

    private final WebSocketProperties properties = new WebSocketProperties(
            Duration.ofSeconds(10),
            Duration.ofSeconds(25),
            Duration.ofSeconds(10),
            12_000,
            100,
            64,
            100,
            Duration.ofSeconds(3));

    @ParameterizedTest
    @CsvSource({"128, 6553", "256, 12000", "32768, 12000"})
    void noMoreSocketsThanThereIsMemoryFor(long mebibytes, int sockets) {
        assertThat(properties.connectionsIn(mebibytes << 20)).isEqualTo(sockets);
    }
}
