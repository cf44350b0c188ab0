package com.tripsage.gateway;

import static com.tripsage.gateway.http.Edge.send;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.tripsage.gateway.http.Edge;
import com.tripsage.gateway.security.Tokens;
import com.tripsage.gateway.websocket.SocketClient;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The metrics that the gateway exports, beside those that its page, its dashboard and its alerts name. */
class MetricsTests extends RunningGateway {

    private static final Pattern FAMILY = Pattern.compile("^# TYPE (\\w+) \\w+$", Pattern.MULTILINE);
    private static final Pattern DOCUMENTED = Pattern.compile("`((?:gateway|hikaricp)_[a-z_]+)`");
    private static final Pattern NAMED = Pattern.compile("\\b(?:gateway|hikaricp|jvm|process)_\\w+");
    private static final Pattern SELECTED = Pattern.compile("\\b((?:gateway|hikaricp|jvm|process)_\\w+)\\{([^}]*)}");
    private static final Pattern LABEL = Pattern.compile("(\\w+)(?:=~|!=|=)\"([^\"]*)\"");

    private static final Path PAGE = Path.of("docs/operations.md");

    /** Labels that Prometheus adds. */
    private static final Set<String> SCRAPED = Set.of("job", "instance");

    private String exported = "";

    @BeforeEach
    void useTheGateway() throws Exception {
        Traveller ada = Traveller.known(port);
        ada.createTrip("Lisbon");
        Wire wire = Wire.of(port, ada);
        wire.send("query Lisbon { trips { edges { node { id flights { id } } } } }");
        wire.send("{ nothing }");
        send(new Edge(port)
                .post(
                        ada.token(),
                        "{\"query\": \"mutation { createTrip(input: {title: \\\"Once\\\"}) { trip { id } } }\"}")
                .header("Idempotency-Key", "metrics"));
        try (SocketClient socket = SocketClient.acknowledged(port, ada.token())) {
            socket.sendText("nonsense", true);
            assertThat(socket.closeCode()).isEqualTo(4400);
        }
        System.gc();
        // The database's health and collections are told in the background.
        await().until(() -> {
            exported = scrape("text/plain;version=0.0.4").body();
            return exported.contains("gateway_database_check_status{") && exported.contains("jvm_gc_pause_seconds_sum");
        });
    }

    /** There is no replica: ReplicaTests has what tells of one. */
    private static boolean isExportedHere(String name) {
        return !name.startsWith("gateway_replica_");
    }

    private HttpResponse<String> scrape(String accept) throws Exception {
        return send(new Edge(port)
                .anonymous("/actuator/prometheus")
                .header("Authorization", "Bearer " + Tokens.OPERATOR)
                .header("Accept", accept));
    }

    /** As Prometheus asks that is set up for native histograms: its favourite first. */
    @Test
    void aScraperThatOffersProtobufGetsIt() throws Exception {
        String protobuf = "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited";

        HttpResponse<String> answer = scrape(protobuf
                + ";q=0.6,application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.4,*/*;q=0.1");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
                .startsWith("application/vnd.google.protobuf");
        assertThat(answer.body()).contains("gateway_graphql_request_seconds");
    }

    @Test
    void thePageNamesEachOfTheGatewaysOwn() throws IOException {
        Set<String> own = matches(FAMILY, exported)
                .filter(name -> name.startsWith("gateway_"))
                .map(MetricsTests::withoutMax)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(own)
                .isNotEmpty()
                .isSubsetOf(matches(DOCUMENTED, Files.readString(PAGE)).toList());
    }

    @Test
    void eachInThePagesTableIsExported() throws IOException {
        assertThat(documented())
                .filteredOn(MetricsTests::isExportedHere)
                .isSubsetOf(matches(FAMILY, exported).toList());
    }

    @Test
    void anOperationHasItsNameTypeAndOutcome() {
        assertThat(exported)
                .containsPattern(
                        "gateway_graphql_request_seconds_bucket\\{operation=\"Lisbon\",outcome=\"success\",type=\"query\",le=\"0\\.5\"} [1-9]")
                .containsPattern(
                        "gateway_graphql_request_seconds_count\\{operation=\"unknown\",outcome=\"error\",type=\"unknown\"} [1-9]")
                .contains("gateway_loader_keys_count{loader=\"flights\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"docs/grafana/gateway.json", "docs/prometheus/alerts.yml"})
    void eachThatIsAskedForIsExportedWithItsLabels(String file) throws IOException {
        String queries = file.endsWith(".json") ? expressions(file) : Files.readString(Path.of(file));
        List<String> samples =
                exported.lines().filter(line -> !line.startsWith("#")).toList();

        assertThat(NAMED.matcher(queries).results().map(match -> match.group()).distinct())
                .isNotEmpty()
                .filteredOn(MetricsTests::isExportedHere)
                .allSatisfy(name -> assertThat(samples).anyMatch(sample -> sample.matches(name + "[{ ].*")));
        assertThat(SELECTED.matcher(queries).results()).allSatisfy(selected -> LABEL.matcher(selected.group(2))
                .results()
                .map(label -> label.group(1))
                .filter(label -> !SCRAPED.contains(label) && isExportedHere(selected.group(1)))
                .forEach(label -> assertThat(samples)
                        .anyMatch(sample ->
                                sample.startsWith(selected.group(1) + "{") && sample.contains(label + "=\""))));
    }

    @Test
    void thePageExplainsEachAlert() throws IOException {
        List<String> alerts = matches(
                        Pattern.compile("- alert: (\\w+)"), Files.readString(Path.of("docs/prometheus/alerts.yml")))
                .toList();

        assertThat(matches(Pattern.compile("\\| `([A-Z]\\w+)` \\|"), section("### Alerts")))
                .containsExactlyElementsOf(alerts);
    }

    @Test
    @EnabledIf("hasPromtool")
    void theAlertsFireWhenTheyShould() throws Exception {
        promtool("check", "rules", "docs/prometheus/alerts.yml");
        promtool("test", "rules", "src/test/resources/prometheus/alerts-test.yml");
    }

    static boolean hasPromtool() {
        return Files.isExecutable(Path.of("/usr/bin/promtool"));
    }

    private static void promtool(String... words) throws Exception {
        Process process = new ProcessBuilder(Stream.concat(Stream.of("promtool"), Arrays.stream(words))
                        .toList())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }

    private static Stream<String> documented() throws IOException {
        return matches(DOCUMENTED, section("## Metrics")).distinct();
    }

    /** The part of the page below a heading. */
    private static String section(String heading) throws IOException {
        String page = Files.readString(PAGE);
        int begin = page.indexOf("\n" + heading + "\n");
        assertThat(begin).isPositive();
        int end = page.indexOf("\n## ", begin + 1 + heading.length());
        return page.substring(begin, end < 0 ? page.length() : end);
    }

    private static String expressions(String file) throws IOException {
        JsonNode dashboard = Wire.JSON.readTree(Files.readString(Path.of(file)));
        return dashboard.findValuesAsString("expr").stream().collect(Collectors.joining("\n"));
    }

    private static Stream<String> matches(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(match -> match.group(1));
    }

    private static String withoutMax(String name) {
        return name.endsWith("_max") ? name.substring(0, name.length() - "_max".length()) : name;
    }
}
