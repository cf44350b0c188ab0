package com.tripsage.gateway.observation;

import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.GatewayProcess;
import com.tripsage.gateway.TestPostgres;
import com.tripsage.gateway.Traveller;
import com.tripsage.gateway.Wire;
import com.tripsage.gateway.http.Edge;
import com.tripsage.gateway.observation.OtlpCollector.Span;
import com.tripsage.gateway.websocket.SocketClient;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A gateway with traces, an access log and a log in JSON, in a JVM of its own. */
class ObservationTests {

    private static final String CLIENT_SPAN = "00f067aa0ba902b7";
    private static final String TITLE = "Unspeakable title";

    private static OtlpCollector collector;
    private static GatewayProcess gateway;

    private final String traceId = UUID.randomUUID().toString().replace("-", "");
    private Traveller ada;

    @BeforeAll
    static void start() throws Exception {
        collector = new OtlpCollector();
        gateway = GatewayProcess.set(
                "observed",
                TestPostgres.shared().createDatabase(),
                "--gateway.tracing.endpoint=" + collector.endpoint(),
                "--gateway.tracing.headers=x-tenant=a=b,api-key=c",
                "--gateway.tracing.trust-clients=true",
                "--gateway.access-log.enabled=true",
                "--logging.structured.format.console=logstash");
    }

    @BeforeEach
    void arrive() {
        ada = Traveller.known(gateway.port());
    }

    @AfterAll
    static void stop() {
        gateway.close();
        collector.close();
    }

    @Test
    void aRequestIsATraceDownToItsStatements() throws Exception {
        ada.createTrip(TITLE);

        send("query Titles { trips { edges { node { title flights { id } } } } }", "01");

        List<Span> trace = collector.trace(traceId, spans -> spans.size() >= 4);
        Span request = named(trace, "POST /graphql");
        Span operation = named(trace, "query Titles");
        assertThat(request.parent()).isEqualTo(CLIENT_SPAN);
        assertThat(request.service()).isEqualTo("tripsage-gateway");
        assertThat(request.attributes()).containsEntry("http.response.status_code", 200L);
        assertThat(operation.parent()).isEqualTo(request.id());
        assertThat(operation.attributes())
                .containsEntry("graphql.operation.name", "Titles")
                .containsEntry("graphql.operation.type", "query");
        assertThat(trace)
                .filteredOn(span -> span.attributes().containsKey("db.query.summary"))
                .hasSizeGreaterThanOrEqualTo(2)
                .allSatisfy(statement -> assertThat(statement.parent()).isEqualTo(operation.id()))
                .anySatisfy(statement -> {
                    assertThat(statement.name()).startsWith("SELECT ").contains("trips");
                    assertThat(statement.attributes())
                            .containsEntry("db.system.name", "postgresql")
                            .containsEntry("db.operation.name", "SELECT")
                            .containsEntry("db.response.returned_rows", 1L);
                });
        assertThat(trace.toString()).doesNotContain(TITLE, ada.id().toString(), ada.token());
    }

    @Test
    void anErrorNamesItsTrace() throws Exception {
        Wire.Answer answer = send("{ nothing }", "01");

        assertThat(answer.json().at("/errors/0/extensions/traceId").stringValue())
                .isEqualTo(traceId);
        assertThat(named(collector.trace(traceId, spans -> !spans.isEmpty()), "POST /graphql")
                        .attributes())
                .containsEntry("error.type", "GRAPHQL_VALIDATION_FAILED");
    }

    @Test
    void whatTheClientDoesNotSampleIsNotTraced() throws Exception {
        Wire.Answer answer = send("{ nothing }", "00");

        assertThat(answer.json().at("/errors/0/extensions/requestId").isString())
                .isTrue();
        assertThat(answer.json().at("/errors/0/extensions/traceId").isMissingNode())
                .isTrue();
    }

    @Test
    void aMessageOnASocketIsATrace() throws Exception {
        try (SocketClient socket = SocketClient.acknowledged(gateway.port(), ada.token())) {
            socket.send(Wire.JSON.writeValueAsString(Map.of(
                    "id",
                    "a",
                    "type",
                    "subscribe",
                    "payload",
                    Map.of(
                            "query",
                            "query OnASocket { viewer { id } }",
                            "extensions",
                            Map.of("traceparent", traceparent("01"))))));
            assertThat(socket.nextJson().at("/type").stringValue()).isEqualTo("next");
        }

        List<Span> trace = collector.trace(traceId, spans -> spans.size() >= 3);
        assertThat(named(trace, "WebSocket subscribe").parent()).isEqualTo(CLIENT_SPAN);
        assertThat(named(trace, "query OnASocket").parent())
                .isEqualTo(named(trace, "WebSocket subscribe").id());
    }

    @Test
    void aRequestHasALineWithoutAnythingThatItSaid() throws Exception {
        ada.createTrip(TITLE);
        String requestId = UUID.randomUUID().toString();
        Edge.send(new Edge(gateway.port())
                .post(ada.token(), body("query Logged { trips { edges { node { title } } } }"))
                .header("X-Request-Id", requestId)
                .header("traceparent", traceparent("01")));
        send("{ nothing }", "01");

        JsonNode line = lines().stream()
                .filter(each -> each.at("/logger_name").asString("").equals("gateway.access")
                        && each.at("/requestId").asString("").equals(requestId))
                .findAny()
                .orElseThrow();
        assertThat(line.at("/traceId").stringValue()).isEqualTo(traceId);
        assertThat(line.at("/operation").stringValue()).isEqualTo("Logged");
        assertThat(line.at("/type").stringValue()).isEqualTo("query");
        assertThat(line.at("/outcome").stringValue()).isEqualTo("success");
        assertThat(line.at("/status").intValue()).isEqualTo(200);
        assertThat(line.at("/caller").stringValue()).matches("[0-9a-f]{16}");
        assertThat(line.at("/statements").intValue()).isPositive();
        assertThat(line.at("/rows").intValue()).isPositive();
        assertThat(line.at("/bytes").intValue()).isGreaterThan(TITLE.length());
        assertThat(lines())
                .anySatisfy(refused -> assertThat(refused.at("/message").asString(""))
                        .contains("was refused: GRAPHQL_VALIDATION_FAILED"));
        assertThat(Files.readString(gateway.log()))
                .doesNotContain(TITLE, ada.id().toString(), ada.token());
    }

    private Wire.Answer send(String document, String flags) throws Exception {
        return new Wire.Answer(Edge.send(new Edge(gateway.port())
                        .post(ada.token(), body(document))
                        .header("traceparent", traceparent(flags)))
                .body());
    }

    private String traceparent(String flags) {
        return "00-" + traceId + "-" + CLIENT_SPAN + "-" + flags;
    }

    private static String body(String document) {
        return Wire.JSON.writeValueAsString(Map.of("query", document));
    }

    private static Span named(List<Span> trace, String name) {
        return trace.stream()
                .filter(span -> span.name().equals(name))
                .findAny()
                .orElseThrow(() -> new AssertionError("There is no " + name + " in " + trace));
    }

    /** The log, of which each line is JSON once the log is set up. */
    private static List<JsonNode> lines() throws IOException {
        return Files.readAllLines(gateway.log()).stream()
                .filter(line -> line.startsWith("{"))
                .map(Wire.JSON::readTree)
                .toList();
    }
}
