package com.tripsage.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.RunningGateway;
import com.tripsage.gateway.Superuser;
import com.tripsage.gateway.Traveller;
import com.tripsage.gateway.Wire;
import java.util.List;
import java.util.Map;
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
 * Secrets that clients send are in no log, neither the gateway's at its most talkative, nor the database's: the change log, the audit and the
 * statements that PostgreSQL keeps of the whole test run.
 */
@ExtendWith(OutputCaptureExtension.class)
class PlantedSecretsTests extends RunningGateway {

    private static final LoggingSystem LOGGING = LoggingSystem.get(PlantedSecretsTests.class.getClassLoader());

    /** What every secret of this class has, and nothing else. */
    private static final String PLANTED = "planted-7f3a91c2";

    private static final String KEY = "sk-" + PLANTED + "-0123456789";

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
    void areNowhere(CapturedOutput log) {
        Traveller ada = Traveller.known(port);
        Wire wire = Wire.of(port, ada);
        String set = """
                mutation ($key: String!, $provider: String!) {
                  setProviderKey(input: { provider: $provider, key: $key }) { providerKey { last4 } } }""";
        for (Map<String, String> variables : List.of(
                Map.of("provider", "openai", "key", KEY),
                Map.of("provider", "openai", "key", KEY + " with a space"),
                Map.of("provider", "OpenAI", "key", KEY),
                Map.of("provider", KEY, "key", KEY),
                Map.of("provider", "openai"))) {
            wire.send(set, variables);
        }
        wire.send("mutation { setProviderKey(input: { provider: \"openai\", key: \"%s\" }) { providerKey { last4 } } }"
                .formatted(KEY));
        wire.send(
                "mutation { setProviderKey(input: { provider: \"openai\", key: \"%s\" }) { nothing } }".formatted(KEY));
        wire.send("mutation { setProviderKey(input: { provider: \"openai\", key: \"%s\" ".formatted(KEY));
        wire.send("mutation ($p: String!) { removeProviderKey(provider: $p) { provider } }", Map.of("p", KEY));
        new Wire(port, "ey." + PLANTED + ".x").send("{ viewer { id } }");

        assertThat(wire.send("{ viewer { providerKeys { provider } } }").body()).contains("openai");
        assertThat(log.getAll()).contains("DEBUG").doesNotContain(PLANTED, ada.token());
        JdbcClient sql = Superuser.of(environment);
        assertThat(sql.sql("select c::text from changelog.change_log c where c.user_id = ?")
                        .param(ada.id())
                        .query(String.class)
                        .list())
                .isNotEmpty()
                .noneMatch(row -> row.contains(PLANTED) || row.contains("openai"));
        if (sql.sql("select current_setting('shared_preload_libraries') like '%pg_stat_statements%'")
                .query(Boolean.class)
                .single()) {
            assertThat(sql.sql("select query from public.pg_stat_statements")
                            .query(String.class)
                            .list())
                    .isNotEmpty()
                    .noneMatch(query -> query.contains(PLANTED) || query.contains(ada.token()));
        }
    }
}
