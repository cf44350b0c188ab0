package com.tripsage.gateway.observation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who decides whether a request is traced, and settings of traces that can't be. */
class TracingTests {

    private static final String ENDPOINT = "http://127.0.0.1:1/v1/traces";
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    @ParameterizedTest
    @CsvSource({
        "1, false, 00, true",
        "0, false, 01, false",
        "1, true,  00, false",
        "0, true,  01, true",
    })
    void aClientDecidesOnlyWhereItIsTrusted(double sampled, boolean trusted, String flags, boolean isTraced) {
        try (Tracing tracing = Tracing.to(ENDPOINT, properties(ENDPOINT, List.of(), sampled, trusted))) {
            var span = tracing.request("POST /graphql", "00-" + TRACE + "-00f067aa0ba902b7-" + flags)
                    .getSpanContext();

            assertThat(span.isSampled()).isEqualTo(isTraced);
            assertThat(span.getTraceId()).isEqualTo(TRACE);
        }
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "00",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-01",
                "00-สวัสดี-00f067aa0ba902b7-01"
            })
    void whatIsNoTraceparentBeginsATrace(String traceparent) {
        try (Tracing tracing = Tracing.to(ENDPOINT, properties(ENDPOINT, List.of(), 1, false))) {
            var span = tracing.request("POST /graphql", traceparent).getSpanContext();

            assertThat(span.isValid()).isTrue();
            assertThat(span.getTraceId()).isNotEqualTo(TRACE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"collector:4318", "ftp://collector/v1/traces", "http://", "/v1/traces"})
    void anEndpointIsAWebAddress(String endpoint) {
        assertThatThrownBy(() -> properties(endpoint, List.of(), 1, false))
                .hasMessageContaining("gateway.tracing.endpoint has to be");
    }

    @ParameterizedTest
    @ValueSource(strings = {"api-key", "=secret", "api key=secret", "api-key=a\nx: b"})
    void aHeaderIsANameAndAValue(String header) {
        assertThatThrownBy(() -> properties(ENDPOINT, List.of(header), 1, false))
                .hasMessageContaining("gateway.tracing.headers have to be")
                .hasMessageNotContaining("secret");
    }

    @Test
    void aValueMayHaveEqualsSigns() {
        assertThat(properties(ENDPOINT, List.of("Authorization=Basic YTpi==", "x-tenant=1"), 1, false)
                        .headersByName())
                .containsEntry("Authorization", "Basic YTpi==")
                .containsEntry("x-tenant", "1");
    }

    private static TracingProperties properties(
            String endpoint, List<String> headers, double sampled, boolean trustsClients) {
        return new TracingProperties(endpoint, headers, sampled, trustsClients, "tests");
    }
}
