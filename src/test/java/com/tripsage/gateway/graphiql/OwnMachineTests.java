package com.tripsage.gateway.graphiql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;

class OwnMachineTests {

    private MockHttpServletRequest request = new MockHttpServletRequest();

    @BeforeEach
    void asksByAnAddress() {
        request = from("127.0.0.1", "127.0.0.1", "127.0.0.1:8080", "http://127.0.0.1:8080");
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1, 127.0.0.1:8080",
        "127.0.0.1, 127.0.0.1, localhost:8080",
        "127.0.0.1, 127.0.0.1, LOCALHOST",
        "127.8.9.10, 127.0.0.53, 127.0.0.53",
        "::1, ::1, [::1]:8080",
        "0:0:0:0:0:0:0:1, 0:0:0:0:0:0:0:1, localhost:8080",
    })
    void knowsPagesOfItsOwn(String remote, String local, String host) {
        assertThat(OwnMachine.asksFromOwnPage(from(remote, local, host, "http://" + host)))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        // another machine, and another address of this one
        "192.168.1.5, 192.168.1.2, localhost:8080",
        "192.168.1.5, 127.0.0.1, localhost:8080",
        "127.0.0.1, 192.168.1.2, localhost:8080",
        "fe80::1, ::1, [::1]:8080",
        // a foreign name that was made to lead here
        "127.0.0.1, 127.0.0.1, evil.example:8080",
        "127.0.0.1, 127.0.0.1, localhost.evil.example:8080",
        "127.0.0.1, 127.0.0.1, 127.0.0.1.evil.example",
        "127.0.0.1, 127.0.0.1, localhost.:8080",
        "127.0.0.1, 127.0.0.1, evil.localhost:8080",
        "127.0.0.1, 127.0.0.1, 0.0.0.0:8080",
        "127.0.0.1, 127.0.0.1, 'localhost:8080,evil.example'",
        "127.0.0.1, 127.0.0.1, user@localhost:8080",
        "127.0.0.1, 127.0.0.1, ''",
        "localhost, 127.0.0.1, localhost:8080",
    })
    void takesNobodyElse(String remote, String local, String host) {
        assertThat(OwnMachine.asks(from(remote, local, host, "http://" + host))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP"})
    void takesNothingThatWasForwarded(String header) {
        request.addHeader(header, "127.0.0.1");

        assertThat(OwnMachine.asks(request)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:3000",
                "http://localhost:8080",
                "https://127.0.0.1:8080",
                "http://127.0.0.1:8080.evil.example",
                "http://evil.example",
                "null",
                ""
            })
    void takesNoPageOfAnotherOrigin(String origin) {
        assertThat(OwnMachine.asksFromOwnPage(from("127.0.0.1", "127.0.0.1", "127.0.0.1:8080", origin)))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cross-site", "same-site", "none"})
    void believesTheBrowserThatSaysSo(String site) {
        assertThat(OwnMachine.asksFromOwnPage(request)).isTrue();

        request.addHeader("Sec-Fetch-Site", site);
        assertThat(OwnMachine.asksFromOwnPage(request)).isFalse();
    }

    @Test
    void takesNoPageThatDoesNotSayWhoseItIs() {
        request.removeHeader("Origin");

        assertThat(OwnMachine.asks(request)).isTrue();
        assertThat(OwnMachine.asksFromOwnPage(request)).isFalse();
    }

    private static MockHttpServletRequest from(String remote, String local, String host, String origin) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setRemoteAddr(remote);
        request.setLocalAddr(local);
        request.addHeader("Host", host);
        request.addHeader("Origin", origin);
        return request;
    }
}
