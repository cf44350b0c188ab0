package com.tripsage.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

class PropertiesTests {

    @Test
    void propertiesHaveDefaults() {
        assertThat(bind("gateway.http", HttpProperties.class, Map.of()))
                .isEqualTo(
                        new HttpProperties(DataSize.ofMegabytes(16), Duration.ofSeconds(10), Duration.ofSeconds(60)));
        assertThat(bind("gateway.cors", CorsProperties.class, Map.of()))
                .isEqualTo(new CorsProperties(List.of(), false));
        assertThat(bind("gateway.sse", StreamProperties.class, Map.of()))
                .isEqualTo(new StreamProperties(Duration.ofSeconds(15), 2000, 100, Duration.ofSeconds(3)));
    }

    @Test
    void propertiesAreRead() {
        assertThat(bind(
                        "gateway.http",
                        HttpProperties.class,
                        Map.of(
                                "gateway.http.max-body",
                                "2KB",
                                "gateway.http.receive-timeout",
                                "3s",
                                "gateway.http.send-timeout",
                                "4s")))
                .isEqualTo(new HttpProperties(DataSize.ofKilobytes(2), Duration.ofSeconds(3), Duration.ofSeconds(4)));
        assertThat(bind(
                        "gateway.cors",
                        CorsProperties.class,
                        Map.of("gateway.cors.allowed-origins", "https://a.test, https://b.test")))
                .isEqualTo(new CorsProperties(List.of("https://a.test", "https://b.test"), false));
    }

    @ParameterizedTest
    @CsvSource({"max-body, 0B", "max-body, 65MB", "receive-timeout, 0s", "send-timeout, 0s"})
    void propertiesAreRefusedWhereTheyMakeNoSense(String name, String value) {
        assertThatThrownBy(() -> bind("gateway.http", HttpProperties.class, Map.of("gateway.http." + name, value)))
                .isInstanceOf(BindException.class)
                .hasRootCauseInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"keep-alive, 0s", "max-connections, -1", "max-connections-per-caller, -1", "shutdown-spread, -1s"})
    void propertiesOfStreamsAreRefusedWhereTheyMakeNoSense(String name, String value) {
        assertThatThrownBy(() -> bind("gateway.sse", StreamProperties.class, Map.of("gateway.sse." + name, value)))
                .isInstanceOf(BindException.class)
                .hasRootCauseInstanceOf(IllegalArgumentException.class);
    }

    private static <T> T bind(String prefix, Class<T> type, Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate(prefix, type);
    }
}
