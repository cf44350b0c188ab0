package com.tripsage.gateway.security;

import static com.tripsage.gateway.webhook.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.Wire;
import com.tripsage.gateway.http.Edge;
import com.tripsage.gateway.webhook.WebhookTest;
import com.tripsage.gateway.websocket.SocketClient;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Secrets, those that clients bring and those that they are shown once: they are in no answer besides, with its headers, no log, be it the
 * gateway's at its most talkative or PostgreSQL's, no metric, no row of any table, and no statement that PostgreSQL keeps of the whole
 * test run.
 */
@ExtendWith(OutputCaptureExtension.class)
class PlantedSecretsTests extends WebhookTest {

    private static final LoggingSystem LOGGING = LoggingSystem.get(PlantedSecretsTests.class.getClassLoader());

    /** What every secret that this class brings has, and nothing else. */
    private static final String PLANTED = "planted-7f3a91c2";

    private static final String KEY = "sk-" + PLANTED + "-0123456789";

    private final List<String> secrets = new ArrayList<>(List.of(PLANTED));
    private final List<String> told = new ArrayList<>();

    @BeforeEach
    void talk() {
        LOGGING.setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.DEBUG);
    }

    /** Levels are the whole JVM's. */
    @AfterEach
    void becomeQuiet() {
        LOGGING.setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.INFO);
    }

    @Test
    void areNowhere(CapturedOutput log) throws Exception {
        secrets.add(ada.token());
        useProviderKeys();
        useAccessTokens();
        useWebhooks();
        ask(ada.token(), """
                { viewer { providerKeys { provider last4 } accessTokens { id name } webhooks { url deliveries(first: 10) { nodes { messageId error } } } }
                  auditTrail(first: 100) { nodes { table action changedFields } } }""", Map.of());
        hear(Edge.send(new Edge(port).anonymous("/account/export").header("Authorization", "Bearer " + ada.token())));
        hear(Edge.send(
                new Edge(port).anonymous("/actuator/prometheus").header("Authorization", "Bearer " + Tokens.OPERATOR)));

        assertThat(told.toString()).contains("openai", "gateway_webhooks_calls", "AuditEntry", "webhook");
        assertThat(told).allSatisfy(answer -> assertUntold(answer, answer));
        assertThat(log.getAll()).contains("DEBUG");
        assertUntold("the gateway's log", log.getAll());
        // The endpoint runs here, too, and says what has come.
        assertThat(log.getAll().lines().filter(line -> !line.contains("com.sun.net.httpserver")))
                .noneMatch(line -> line.contains("in-the-address-7f3a"));
        assertThat(postgresLogs()).allSatisfy(file -> assertUntold(file.toString(), Files.readString(file)));
        assertThat(tables()).hasSizeGreaterThan(20).allSatisfy(this::assertUntoldIn);
        JdbcClient sql = superuser();
        if (sql.sql("select current_setting('shared_preload_libraries') like '%pg_stat_statements%'")
                .query(Boolean.class)
                .single()) {
            List<String> statements = sql.sql("select query from public.pg_stat_statements")
                    .query((row, _) -> row.getString(1))
                    .list();
            assertThat(statements).isNotEmpty();
            assertUntold("statements", statements.toString());
        }
    }

    private void useProviderKeys() throws Exception {
        String set = """
                mutation ($key: String!, $provider: String!) {
                  setProviderKey(input: { provider: $provider, key: $key }) { providerKey { last4 } } }""";
        for (Map<String, ?> variables : List.of(
                Map.of("provider", "openai", "key", KEY),
                Map.of("provider", "openai", "key", KEY + " with a space"),
                Map.of("provider", "openai", "key", List.of(KEY)),
                Map.of("provider", "OpenAI", "key", KEY),
                Map.of("provider", KEY, "key", KEY),
                Map.of("provider", "openai"))) {
            ask(ada.token(), set, variables);
        }
        for (String document : List.of(
                "mutation { setProviderKey(input: { provider: \"openai\", key: \"%s\" }) { providerKey { last4 } } }",
                "mutation { setProviderKey(input: { provider: \"openai\", key: \"%s\" }) { nothing } }",
                "mutation { setProviderKey(input: { provider: 1, key: \"%s\" }) { providerKey { last4 } } }")) {
            ask(ada.token(), document.formatted(KEY), Map.of());
        }
        // A key that was taken for a name is a good one, and tells itself until it is removed.
        Wire.of(port, ada)
                .send("mutation ($p: String!) { removeProviderKey(provider: $p) { provider } }", Map.of("p", KEY));
        ask("ey." + PLANTED + ".x", "{ viewer { id } }", Map.of());
    }

    /** One that works, one without the scope, one that is revoked, in a header, in an address and on a socket. */
    private void useAccessTokens() throws Exception {
        Wire.Answer made = Wire.of(port, ada).send("""
                mutation { createAccessToken(input: { name: "A program", scopes: ["trips:read"] }) { accessToken { id } secret } }""");
        String secret = made.at("/createAccessToken/secret");
        secrets.add(secret);
        ask(secret, "{ trips(first: 1) { totalCount } }", Map.of());
        ask(secret, "{ memories(first: 1) { totalCount } }", Map.of());
        ask(secret, "query ($s: ID!) { trip(id: $s) { id } }", Map.of("s", secret));
        ask(secret.substring(0, secret.length() - 1), "{ viewer { id } }", Map.of());
        hear(Edge.send(new Edge(port).anonymous("/graphql?access_token=" + secret)));
        try (SocketClient socket = SocketClient.acknowledged(port, secret)) {
            socket.send(SocketClient.subscribe("a", "subscription { tripEvents { kind } }"));
            told.add(socket.nextJson().toString());
        }
        ask(
                ada.token(),
                "mutation ($id: ID!) { revokeAccessToken(id: $id) { accessToken { id revokedAt } } }",
                Map.of("id", made.at("/createAccessToken/accessToken/id")));
        ask(secret, "{ trips(first: 1) { totalCount } }", Map.of());
    }

    /** One whose address has a secret, as those of other services have: its user sees the address, and the log does not. */
    private void useWebhooks() throws Exception {
        Wire wire = Wire.of(port, ada);
        Wire.Answer made = wire.send(
                "mutation ($url: String!) { createWebhook(input: { url: $url }) { webhook { id } secret } }",
                Map.of("url", receiver.url("/hook?key=in-the-address-7f3a")));
        Wire.Answer rotated = wire.send(
                "mutation ($id: ID!) { rotateWebhookSecret(id: $id) { secret } }",
                Map.of("id", made.at("/createWebhook/webhook/id")));
        for (String secret : List.of(made.at("/createWebhook/secret"), rotated.at("/rotateWebhookSecret/secret"))) {
            assertThat(secret).startsWith("whsec_");
            secrets.add(secret.substring("whsec_".length()));
        }
        UUID trip = ada.createTrip("Oslo");
        eventually(() -> assertThat(receiver.received()).hasSize(1));
        receiver.answer(_ -> 500);
        rename(ada, trip, "Oslo 2");
        eventually(() -> webhook(ada, "state").isEqualTo("FAILING"));
    }

    private void ask(String token, String document, Map<String, ?> variables) throws Exception {
        String body = Wire.JSON.writeValueAsString(Map.of("query", document, "variables", variables));
        hear(Edge.send(new Edge(port).post(token, body)));
    }

    private void hear(HttpResponse<String> answer) {
        told.add(answer.headers().map() + answer.body());
    }

    private void assertUntold(String where, String text) {
        assertThat(secrets).allSatisfy(secret -> assertThat(text.contains(secret))
                .as("%s has %s", where, secret)
                .isFalse());
    }

    private void assertUntoldIn(String table) {
        assertThat(secrets).allSatisfy(secret -> assertThat(superuser()
                        .sql("select count(*) from " + table + " t where position(? in t::text) > 0")
                        .param(secret)
                        .query(Long.class)
                        .single())
                .as("rows of %s with %s", table, secret)
                .isZero());
    }

    private List<String> tables() {
        return superuser().sql("""
                        select c.oid::regclass::text
                          from pg_class c
                         where c.relkind in ('r', 'p')
                           and not c.relispartition
                           and c.relnamespace in ('public'::regnamespace, 'gateway'::regnamespace, 'changelog'::regnamespace)
                        """).query((row, _) -> row.getString(1)).list();
    }

    /** None where PostgreSQL runs in a container. */
    private static List<Path> postgresLogs() throws Exception {
        Path folder = Path.of(System.getProperty("postgres.data", "target/postgres"), "log");
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
