package com.tripsage.gateway.embedding.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tripsage.gateway.embedding.EmbeddingProvider;
import com.tripsage.gateway.embedding.EmbeddingUnavailable;
import com.tripsage.gateway.embedding.OwnKey;
import com.tripsage.gateway.embedding.Purpose;
import com.tripsage.gateway.embedding.provider.EmbeddingProperties.OpenAi;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.ConfigurationPropertiesAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import tools.jackson.databind.json.JsonMapper;

class EmbeddingPropertiesTests {

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    ConfigurationPropertiesAutoConfiguration.class, ValidationAutoConfiguration.class))
            .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
            .withBean(JsonMapper.class)
            .withUserConfiguration(EmbeddingConfiguration.class);

    @Test
    void haveDefaults() {
        application.run(context -> {
            assertThat(context.getBean(EmbeddingProperties.class))
                    .isEqualTo(new EmbeddingProperties(
                            EmbeddingProperties.Provider.LOCAL,
                            new OpenAi(
                                    URI.create("https://api.openai.com/v1"),
                                    "text-embedding-3-small",
                                    null,
                                    null,
                                    Duration.ofSeconds(3),
                                    Duration.ofSeconds(6),
                                    2,
                                    Duration.ofMillis(250),
                                    128,
                                    8000,
                                    Duration.ofSeconds(30))));
            assertThat(context.getBean(EmbeddingProvider.class).model()).isEqualTo("bge-small-en-v1.5-q");
        });
    }

    @Test
    void hideTheKey() {
        application
                .withPropertyValues(
                        "gateway.embedding.provider=openai", "gateway.embedding.openai.api-key= sk-secret\n")
                .run(context -> {
                    EmbeddingProperties settings = context.getBean(EmbeddingProperties.class);
                    assertThat(settings.openai().apiKey()).isEqualTo("sk-secret");
                    assertThat(settings.toString())
                            .contains("text-embedding-3-small")
                            .doesNotContain("secret");
                });
    }

    @Test
    void needNoKey() {
        application
                .withPropertyValues("gateway.embedding.provider=openai", "gateway.embedding.openai.api-key=")
                .run(context -> assertThat(
                                context.getBean(EmbeddingProvider.class).model())
                        .isEqualTo("text-embedding-3-small"));
    }

    @Test
    void canDoWithout() {
        application.withPropertyValues("gateway.embedding.provider=none").run(context -> {
            assertThatThrownBy(() ->
                            context.getBean(EmbeddingProvider.class).embed(List.of("text"), Purpose.QUERY, OwnKey.NONE))
                    .isInstanceOf(EmbeddingUnavailable.class)
                    .hasMessage("No embedding provider is configured");
            assertThat(context.getBean(MeterRegistry.class)
                            .get("gateway.embedding")
                            .tags("provider", "none", "outcome", "failure")
                            .timer()
                            .count())
                    .isEqualTo(1);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "provider=somebody",
                "openai.base-url=ftp://host/v1",
                "openai.base-url=/v1",
                "openai.base-url=https://user:secret@host/v1",
                "openai.base-url=https://host/v1?key=secret",
                "openai.model=",
                "openai.api-key=sk-secret\nX: y",
                "openai.dimensions=0",
                "openai.dimensions=1537",
                "openai.timeout=0s",
                "openai.total-timeout=-1s",
                "openai.retries=-1",
                "openai.retry-delay=0s",
                "openai.batch-size=0",
                "openai.batch-size=2049",
                "openai.max-characters=0",
                "openai.breaker-wait=0s"
            })
    void areRefusedWhereTheyMakeNoSense(String property) {
        application.withPropertyValues("gateway.embedding." + property).run(context -> assertThat(context)
                .hasFailed());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "openai.base-url=https://user:secret@host/v1",
                "openai.base-url=https://host/v1?key=secret",
                "openai.api-key=sk-secret\nX: y"
            })
    void areRefusedWithoutRepeatingASecret(String property) {
        application.withPropertyValues("gateway.embedding." + property).run(context -> {
            for (Throwable e = context.getStartupFailure(); e != null; e = e.getCause()) {
                assertThat(e.toString()).doesNotContain("secret");
            }
        });
    }
}
