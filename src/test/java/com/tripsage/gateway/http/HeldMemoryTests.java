package com.tripsage.gateway.http;

import static com.tripsage.gateway.http.Edge.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.tripsage.gateway.Wire;
import com.tripsage.gateway.security.Tokens;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** What requests hold, where one caller may hold 4 MB. */
@EdgeTest
@TestPropertySource(properties = "gateway.memory-budget.per-holder=4MB")
class HeldMemoryTests {

    private static final String HEAD = "{\"query\":\"query ($v: Any) { echo(value: $v) }\",\"variables\":{\"v\":";
    private static final int MB = 1_000_000;

    @LocalServerPort
    private int port;

    @Autowired
    private MeterRegistry meters;

    @AfterEach
    void allIsGivenBack() {
        await().untilAsserted(() -> assertThat(
                        meters.find("gateway.memory.budget.held").gauges())
                .allSatisfy(gauge -> assertThat(gauge.value()).isZero()));
    }

    /** Each has far less than 4 MB, and would be far more. */
    static Stream<String> littleThatBecomesMuch() {
        return Stream.of(
                list("{}", 300_000),
                list("[]", 300_000),
                list("{\"a\":0}", 100_000),
                list("\"\"", 300_000),
                list("null", 300_000),
                list("7", 400_000),
                list("1e400", 150_000),
                list("-1.5E-399", 100_000),
                list("[[[[]]]]", 100_000),
                "[" + "1,".repeat(250) + "1" + ",[]".repeat(300_000) + "]",
                fields(100_000),
                "\"" + "a".repeat(3 * MB) + "\"",
                "\"" + "ก".repeat(MB) + "\"",
                "{\"a\":" + "{\"a\":[".repeat(40) + list("{}", 300_000) + "]}".repeat(40) + "}");
    }

    @ParameterizedTest
    @MethodSource("littleThatBecomesMuch")
    void refusesWhatBecomesTooMuchWhileItIsRead(String value) throws Exception {
        HttpResponse<String> answer = send(new Edge(port).post(HEAD + value + "}}"));

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(error(answer).at("/extensions/code").stringValue()).isEqualTo("BAD_USER_INPUT");
        assertThat(error(answer).path("message").stringValue()).contains("memory", "4194304 bytes");
    }

    static Stream<String> enough() {
        return Stream.of(
                list("{}", 10_000),
                list("{\"name\":\"Oslo\",\"latitude\":59.91}", 3_000),
                list("[" + "0.125,".repeat(1535) + "1]", 10),
                "\"" + "a".repeat(MB / 2) + "\"");
    }

    @ParameterizedTest
    @MethodSource("enough")
    void takesWhatFits(String value) throws Exception {
        assertThat(send(new Edge(port).post(HEAD + value + "}}")).statusCode()).isEqualTo(200);
    }

    @Test
    void bodiesThatStallHoldUpNobodyElse() throws Exception {
        String greedy = Tokens.valid();
        List<RawConnection> stalled = new ArrayList<>();
        try {
            double before = refusals();
            while (refusals() == before) {
                assertThat(stalled).hasSizeLessThan(10);
                stalled.add(stalled(greedy));
                int sent = stalled.size();
                await().until(() -> held() > sent * 700_000L || refusals() > before);
            }
            for (int n = 0; n < 5; n++) {
                try (RawConnection another = stalled(greedy)) {
                    assertThat(another.readUntil("}]}"))
                            .startsWith("HTTP/1.1 429")
                            .contains("RATE_LIMITED", "\"retryAfterMs\":1000");
                }
            }

            Edge edge = new Edge(port);
            String other = Tokens.signed(Tokens.claims()
                    .subject("00000000-0000-4000-8000-0000000000b0")
                    .build());
            assertThat(send(edge.with(other, "/graphql?query=%7Bme%7D")).statusCode())
                    .isEqualTo(200);
            assertThat(held()).isPositive().isLessThanOrEqualTo(4 << 20);
        } finally {
            for (RawConnection connection : stalled) {
                connection.close();
            }
        }
    }

    private RawConnection stalled(String token) throws IOException {
        RawConnection connection = new RawConnection(port);
        connection.send("POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Authorization: Bearer " + token + "\r\nContent-Length: 999000\r\n\r\n");
        connection.send(HEAD + "\"" + "a".repeat(700_000));
        return connection;
    }

    private double refusals() {
        return meters.get("gateway.memory.budget.refused")
                .tag("cause", "holder")
                .counter()
                .count();
    }

    private double held() {
        return meters.find("gateway.memory.budget.held").gauges().stream()
                .mapToDouble(Gauge::value)
                .sum();
    }

    private static JsonNode error(HttpResponse<String> answer) throws IOException {
        return Wire.JSON.readTree(answer.body()).at("/errors/0");
    }

    private static String list(String element, int count) {
        return "[" + (element + ",").repeat(count - 1) + element + "]";
    }

    private static String fields(int count) {
        var text = new StringBuilder("{\"a\":1");
        for (int n = 0; n < count; n++) {
            text.append(",\"").append(n).append("\":1");
        }
        return text.append('}').toString();
    }
}
