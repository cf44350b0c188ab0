package com.tripsage.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CorsPropertiesTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:3000",
                "http://localhost",
                "https://localhost:5173",
                "http://127.0.0.1:8081",
                "http://127.0.1.1",
                "http://[::1]:3000",
                "https://[::1]",
            })
    void knowsThisMachineByItsNames(String origin) {
        assertThat(new CorsProperties(List.of(), true).allows(origin)).isTrue();
        assertThat(new CorsProperties(List.of(), false).allows(origin)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "localhost",
                "ftp://localhost",
                "file://localhost",
                "http://localhost.evil.test",
                "http://localhost:3000.evil.test",
                "http://evil.test#localhost",
                "http://evil-localhost",
                "http://localhost@evil.test",
                "http://127.0.0.1.evil.test",
                "http://1270.0.0.1",
                "http://10.0.0.1:3000",
                "http://192.168.1.2",
                "http://0.0.0.0:3000",
                "http://[::2]",
                "http://[::1].evil.test",
                "http://localhost:3000/",
                "http://localhost:3000\nhttp://evil.test",
                "https://studio.apollographql.com",
            })
    void takesNothingElseForThisMachine(String origin) {
        assertThat(new CorsProperties(List.of(), true).allows(origin)).isFalse();
    }

    @Test
    void readsOriginsAsPeopleWriteThem() {
        CorsProperties cors =
                new CorsProperties(List.of(" https://App.Test/ ", "", "capacitor://localhost", "null"), false);

        assertThat(cors.allows("https://app.test")).isTrue();
        assertThat(cors.allows("capacitor://localhost")).isTrue();
        assertThat(cors.allows("null")).isTrue();
        assertThat(cors.allows("https://app.test.evil.test")).isFalse();
        assertThat(new CorsProperties(List.of("*"), false).allows("https://whoever.test"))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"app.test", "https://app.test/path", "https://*.app.test", "https://", "https://a b", "**"})
    void refusesWhatNoBrowserSends(String origin) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CorsProperties(List.of(origin), false))
                .withMessageContaining("gateway.cors.allowed-origins")
                .withMessageContaining(origin);
    }
}
