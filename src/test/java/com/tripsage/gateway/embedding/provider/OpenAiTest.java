package com.tripsage.gateway.embedding.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.tripsage.gateway.embedding.EmbeddingProvider;
import com.tripsage.gateway.embedding.EmbeddingUnavailable;
import com.tripsage.gateway.embedding.OwnKey;
import com.tripsage.gateway.embedding.Purpose;
import com.tripsage.gateway.embedding.provider.EmbeddingProperties.OpenAi;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.json.JsonMapper;

/** The set-up of tests of the provider that asks a service, which the test plays. */
@ExtendWith(OutputCaptureExtension.class)
abstract class OpenAiTest {

    static final String DEPLOYMENTS_KEY = "sk-the-deployments";
    static final String OWN_KEY = "sk-the-callers";
    static final OwnKey OWN = provider -> OWN_KEY;
    static final String TEXT = "Something private";

    final EmbeddingService service = new EmbeddingService();
    final CountDownLatch end = new CountDownLatch(1);

    Map<String, Object> settings;

    @BeforeEach
    void configure() {
        settings = new HashMap<>(Map.of(
                "base-url", service.url(), "api-key", DEPLOYMENTS_KEY, "retry-delay", "2ms", "breaker-wait", "1h"));
    }

    @AfterEach
    void stop() {
        end.countDown();
        service.close();
    }

    EmbeddingUnavailable refusal(OpenAiProvider provider, OwnKey key, CapturedOutput output) {
        EmbeddingUnavailable refusal = catchThrowableOfType(
                EmbeddingUnavailable.class, () -> provider.embed(List.of(TEXT), Purpose.DOCUMENT, key));
        assertThat(refusal).isNotNull();
        for (Throwable thrown = refusal; thrown != null; thrown = thrown.getCause()) {
            assertThat(thrown.toString()).doesNotContain(DEPLOYMENTS_KEY, OWN_KEY, "localhost", "127.0.0.1", TEXT);
        }
        LoggerFactory.getLogger(getClass()).info("Refused", refusal);
        assertThat(output).doesNotContain(DEPLOYMENTS_KEY, OWN_KEY, "localhost", "127.0.0.1", TEXT);
        return refusal;
    }

    static float[] embed(EmbeddingProvider provider) {
        return provider.embed(List.of(TEXT), Purpose.DOCUMENT, OwnKey.NONE).get(0);
    }

    OpenAiProvider provider(@Nullable Object... changes) {
        for (int i = 0; i < changes.length; i += 2) {
            settings.put((String) changes[i], changes[i + 1]);
        }
        return new OpenAiProvider(
                new Binder(new MapConfigurationPropertySource(settings)).bindOrCreate("", OpenAi.class),
                new JsonMapper());
    }
}
