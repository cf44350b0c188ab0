package com.tripsage.gateway.embedding.provider;

import static com.tripsage.gateway.embedding.provider.EmbeddingService.body;
import static com.tripsage.gateway.embedding.provider.EmbeddingService.numbers;
import static com.tripsage.gateway.embedding.provider.EmbeddingService.status;
import static com.tripsage.gateway.embedding.provider.EmbeddingService.vector;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.tripsage.gateway.embedding.EmbeddingProvider;
import com.tripsage.gateway.embedding.EmbeddingUnavailable;
import com.tripsage.gateway.embedding.OwnKey;
import com.tripsage.gateway.embedding.Purpose;
import com.tripsage.gateway.embedding.provider.EmbeddingProperties.OpenAi;
import com.tripsage.gateway.embedding.provider.EmbeddingService.Call;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.assertj.core.data.Index;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@ExtendWith(OutputCaptureExtension.class)
class OpenAiProviderTests {

    private static final String DEPLOYMENTS_KEY = "sk-the-deployments";
    private static final String OWN_KEY = "sk-the-callers";
    private static final OwnKey OWN = provider -> OWN_KEY;
    private static final String TEXT = "Something private";

    private final EmbeddingService service = new EmbeddingService();
    private final CountDownLatch end = new CountDownLatch(1);

    private Map<String, Object> settings;

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

    @Test
    void asksForTheModelWithTheDeploymentsKey() {
        OpenAiProvider provider = provider("model", "some-model");

        List<float[]> vectors = provider.embed(List.of("a", "bb"), Purpose.QUERY, OwnKey.NONE);

        assertThat(provider.model()).isEqualTo("some-model");
        assertThat(vectors).containsExactly(new float[] {1, 1, -0.25f}, new float[] {2, 1, -0.25f});
        assertThat(service.calls())
                .singleElement()
                .isEqualTo(
                        new Call(
                                "Bearer " + DEPLOYMENTS_KEY,
                                new JsonMapper()
                                        .readTree(
                                                "{\"model\":\"some-model\",\"input\":[\"a\",\"bb\"],\"encoding_format\":\"float\"}")));
    }

    @Test
    void sendsManyTextsInBatchesAndPutsTheVectorsInOrder() {
        List<String> texts = IntStream.rangeClosed(1, 25).mapToObj("x"::repeat).toList();

        List<float[]> vectors = provider("batch-size", 10).embed(texts, Purpose.DOCUMENT, OwnKey.NONE);

        assertThat(vectors)
                .extracting(vector -> (int) vector[0])
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 25).boxed().toList());
        assertThat(service.calls())
                .extracting(call -> call.body().get("input").size())
                .containsExactly(10, 10, 5);
    }

    @Test
    void makesNothingOfNothing() {
        assertThat(provider().embed(List.of(), Purpose.DOCUMENT, OwnKey.NONE)).isEmpty();
        assertThat(service.calls()).isEmpty();
    }

    @Test
    void asksForDimensionsWhereTheyAreConfigured() {
        OpenAiProvider provider = provider("dimensions", 3);

        assertThat(embed(provider)).hasSize(3);
        assertThat(provider.model()).isEqualTo("text-embedding-3-small@3");
        assertThat(service.calls().getFirst().body().get("dimensions").intValue())
                .isEqualTo(3);
    }

    @Test
    void sendsALongTextInPartsAndSomethingForAnEmptyOne() {
        List<float[]> vectors = provider("max-characters", 4)
                .embed(List.of("abcdef", "abc\uD83C\uDFD6", "\uDFD6", "", "ab cd"), Purpose.DOCUMENT, OwnKey.NONE);

        assertThat(service.calls().getFirst().body().get("input"))
                .extracting(text -> text.stringValue())
                .containsExactly("abcd", "ef", "abc", "\uD83C\uDFD6", "?", " ", "ab ", "cd");
        assertThat(vectors)
                .hasSize(5)
                .contains(new float[] {1, 1, -0.25f}, Index.atIndex(2))
                .contains(new float[] {1, 1, -0.25f}, Index.atIndex(3));
        // Two thirds of the direction of a text of four, one third of that of a text of two.
        double four = Math.sqrt(16 + 1 + 0.0625);
        double two = Math.sqrt(4 + 1 + 0.0625);
        double[] mean = {4 * 4 / four + 2 * 2 / two, 4 / four + 2 / two, -0.25 * (4 / four + 2 / two)};
        double length = Math.sqrt(mean[0] * mean[0] + mean[1] * mean[1] + mean[2] * mean[2]);
        for (int i = 0; i < 3; i++) {
            assertThat(vectors.get(0)[i]).isCloseTo((float) (mean[i] / length), within(1e-6f));
        }
    }

    /** Nobody but the service knows how many tokens a text has. */
    @Test
    void sendsSmallerPartsWhereTheServiceWantsNoneSoLong() {
        service.answers((exchange, request) -> {
            boolean tooLong = false;
            for (JsonNode text : request.get("input")) {
                tooLong |= text.stringValue().length() > 1000;
            }
            (tooLong ? status(400) : (EmbeddingService.Answer) service::vectors).to(exchange, request);
        });
        OpenAiProvider provider = provider();

        assertThat(provider.embed(List.of("x".repeat(20_000)), Purpose.DOCUMENT, OwnKey.NONE))
                .hasSize(1);
        assertThat(service.calls()).hasSize(4);

        service.answers(status(413));
        assertThatThrownBy(() -> provider.embed(List.of("x".repeat(20_000)), Purpose.DOCUMENT, OwnKey.NONE))
                .isInstanceOf(EmbeddingUnavailable.class);
        assertThat(service.calls()).hasSizeLessThan(12);
    }

    @Test
    void prefersTheCallersOwnKeyAndLooksItUpOnce() {
        List<String> lookups = new ArrayList<>();
        OwnKey key = provider -> {
            lookups.add(provider);
            return OWN_KEY;
        };

        provider("batch-size", 1).embed(List.of("a", "b"), Purpose.DOCUMENT, key);

        assertThat(lookups).containsExactly("openai");
        assertThat(service.calls()).extracting(Call::authorization).containsOnly("Bearer " + OWN_KEY);
    }

    @Test
    void worksForCallersWithAKeyWhereTheDeploymentHasNone(CapturedOutput output) {
        OpenAiProvider provider = provider("api-key", " ");

        refusal(provider, OwnKey.NONE, output);
        assertThat(service.calls()).isEmpty();
        assertThat(provider.embed(List.of(TEXT), Purpose.DOCUMENT, OWN)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "sk-\nx: y", "sk-ключ", "sk-\u0000"})
    void refusesAKeyThatCanBeNone(String key) {
        assertThatThrownBy(() -> provider().embed(List.of(TEXT), Purpose.DOCUMENT, provider -> key))
                .isInstanceOf(EmbeddingUnavailable.class)
                .hasNoCause()
                .hasMessage("The caller's own key can't be one");
        assertThat(service.calls()).isEmpty();
    }

    @Test
    void triesAgainWhenItWasTooFast() {
        service.answersOnce(status(429, "Retry-After", "0"));
        service.answersOnce(status(429, "Retry-After", "soon"));

        assertThat(embed(provider())).hasSize(3);
        assertThat(service.calls()).hasSize(3);
    }

    @Test
    void waitsAsLongAsItIsTold() {
        service.answersOnce(status(429, "Retry-After", "1"));
        long start = System.nanoTime();

        embed(provider());

        assertThat(System.nanoTime() - start).isGreaterThan(1_000_000_000L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"3600", "99999999999", "Tue, 31 Dec 2999 23:59:59 GMT"})
    void doesNotWaitLongerThanTheCallerCan(String retryAfter, CapturedOutput output) {
        service.answers(status(429, "Retry-After", retryAfter));

        refusal(provider(), OwnKey.NONE, output);

        assertThat(service.calls()).hasSize(retryAfter.startsWith("999") ? 3 : 1);
    }

    @ParameterizedTest
    @CsvSource({"500, 3", "503, 3", "429, 3", "408, 3", "400, 1", "401, 1", "403, 1", "404, 1", "413, 1", "204, 1"})
    void triesAgainWhereThatCanHelp(int status, int calls, CapturedOutput output) {
        service.answers((exchange, request) -> {
            exchange.sendResponseHeaders(status, -1);
        });

        refusal(provider(), OwnKey.NONE, output);

        assertThat(service.calls()).hasSize(calls);
    }

    @Test
    void recoversFromAnError() {
        service.answersOnce(status(500));
        service.answersOnce((exchange, request) -> exchange.close());

        assertThat(embed(provider())).hasSize(3);
    }

    @Test
    void followsNoRedirect(CapturedOutput output) {
        service.answers(status(307, "Location", service.url().replace("/v1", "/elsewhere")));

        refusal(provider(), OwnKey.NONE, output);

        assertThat(service.calls()).hasSize(1);
    }

    @Test
    void doesNotWaitForASlowAnswer(CapturedOutput output) {
        service.answers((exchange, request) -> {
            hang();
        });

        assertThat(refusal(provider("timeout", "250ms"), OwnKey.NONE, output)).hasMessageContaining("in time");
        assertThat(service.calls()).hasSize(3);
    }

    @Test
    void doesNotWaitForASlowEndOfAnAnswer(CapturedOutput output) {
        service.answers((exchange, request) -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("{\"data\": [".getBytes(UTF_8));
            exchange.getResponseBody().flush();
            hang();
        });

        assertThat(refusal(provider("timeout", "250ms"), OwnKey.NONE, output)).hasMessageContaining("in time");
    }

    @Test
    void endsInTimeWhateverRemainsToBeTried(CapturedOutput output) {
        service.answers((exchange, request) -> {
            hang();
        });

        assertThat(refusal(provider("total-timeout", "250ms"), OwnKey.NONE, output))
                .hasMessageContaining("in time");
        assertThat(service.calls()).hasSize(1);
    }

    @Test
    void saysWhenNobodyIsThere(CapturedOutput output) {
        service.close();

        assertThat(refusal(provider(), OwnKey.NONE, output)).hasMessageContaining("ConnectException");
    }

    @Test
    void noticesAnAnswerThatIsCutOff(CapturedOutput output) {
        service.answers((exchange, request) -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write("{\"data\": [".getBytes(UTF_8));
            exchange.getResponseBody().flush();
        });

        refusal(provider(), OwnKey.NONE, output);
        assertThat(service.calls()).hasSize(3);
    }

    @Test
    void readsNoAnswerWithoutEnd(CapturedOutput output) {
        byte[] spaces = " ".repeat(1 << 16).getBytes(UTF_8);
        service.answers((exchange, request) -> {
            exchange.sendResponseHeaders(200, 0);
            while (end.getCount() > 0) {
                exchange.getResponseBody().write(spaces);
            }
        });

        refusal(provider(), OwnKey.NONE, output);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "<html>Something private</html>",
                "{\"data\": null}",
                "{\"data\": []}",
                "{\"data\": {}}",
                "{\"data\": [null]}",
                "{\"data\": [{\"index\": 0}]}",
                "{\"data\": [{\"index\": 0, \"embedding\": null}]}",
                "{\"data\": [{\"index\": 0, \"embedding\": \"AACAPw==\"}]}",
                "{\"data\": [{\"index\": 1, \"embedding\": [1]}]}",
                "{\"data\": [{\"index\": -1, \"embedding\": [1]}]}",
                "{\"data\": [{\"index\": null, \"embedding\": [1]}]}",
                "{\"data\": [{\"embedding\": [1]}]}",
                "{\"data\": [{\"index\": 0, \"embedding\": [1]}, {\"index\": 1, \"embedding\": [1]}]}",
                "{\"data\": [{\"index\": 0, \"embedding\": [1]}"
            })
    void refusesAnAnswerOfAnotherForm(String answer, CapturedOutput output) {
        service.answers(body(answer));

        refusal(provider(), OwnKey.NONE, output);
        assertThat(service.calls()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[null]", "[1, null]", "[NaN]", "[\"NaN\"]", "[1e999]", "[0, 0]", "[\"x\"]", "[[1]]"})
    void refusesNumbersThatAreNone(String numbers, CapturedOutput output) {
        service.answers(vector(numbers));

        refusal(provider(), OwnKey.NONE, output);
    }

    @Test
    void refusesVectorsThatCannotBeStored(CapturedOutput output) {
        service.answers(vector(numbers(1536)));
        assertThat(embed(provider())).hasSize(1536);

        service.answers(vector(numbers(1537)));
        assertThat(refusal(provider(), OwnKey.NONE, output)).hasMessageContaining("1537");

        service.answers(vector(numbers(3072)));
        assertThat(refusal(provider(), OwnKey.NONE, output)).hasMessageContaining("3072");
    }

    @Test
    void refusesVectorsOfAnotherLengthThanItAskedFor(CapturedOutput output) {
        refusal(provider("dimensions", 4), OwnKey.NONE, output);
    }

    @Test
    void refusesTheSameIndexTwice() {
        service.answers(body("{\"data\": [{\"index\": 0, \"embedding\": [1]}, {\"index\": 0, \"embedding\": [1]}]}"));

        assertThatThrownBy(() -> provider().embed(List.of("a", "b"), Purpose.DOCUMENT, OwnKey.NONE))
                .isInstanceOf(EmbeddingUnavailable.class);
    }

    @Test
    void leavesAServiceAloneThatFails(CapturedOutput output) {
        service.answers(status(500));
        OpenAiProvider provider = provider();
        for (int i = 0; i < 10; i++) {
            refusal(provider, i % 2 == 0 ? OwnKey.NONE : OWN, output);
        }
        int calls = service.calls().size();
        assertThat(calls).isLessThan(30);

        assertThat(refusal(provider, OwnKey.NONE, output)).hasMessageContaining("left alone");
        assertThat(refusal(provider, OWN, output)).hasMessageContaining("left alone");
        assertThat(service.calls()).hasSize(calls);
    }

    @Test
    void comesBackToAServiceThatRecovers(CapturedOutput output) {
        service.answers(status(500));
        OpenAiProvider provider = provider("breaker-wait", "20ms", "retries", 0);
        for (int i = 0; i < 10; i++) {
            refusal(provider, OwnKey.NONE, output);
        }
        service.works();

        await().ignoreExceptionsInstanceOf(EmbeddingUnavailable.class).until(() -> embed(provider).length == 3);
        for (int i = 0; i < 20; i++) {
            assertThat(embed(provider)).hasSize(3);
        }
    }

    @Test
    void trustsAServiceAgainAfterOneAnswer(CapturedOutput output) throws InterruptedException {
        service.answers(status(500));
        OpenAiProvider provider = provider("breaker-wait", "500ms", "retries", 0);
        for (int i = 0; i < 10; i++) {
            refusal(provider, OwnKey.NONE, output);
        }
        service.works();
        await().ignoreExceptions()
                .untilAsserted(() -> assertThat(embed(provider)).hasSize(3));

        Thread.sleep(510); // longer than a service on probation may take to prove itself

        assertThat(embed(provider)).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404, 429})
    void hasNobodySufferFromACallersOwnKey(int status, CapturedOutput output) {
        service.answers((exchange, request) -> {
            if (String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"))
                    .endsWith(OWN_KEY)) {
                status(status).to(exchange, request);
            } else {
                vector("[1, 2, 3]").to(exchange, request);
            }
        });
        OpenAiProvider provider = provider("retries", 0);

        for (int i = 0; i < 40; i++) {
            assertThat(refusal(provider, OWN, output)).hasMessageContaining("own key");
        }

        assertThat(embed(provider)).hasSize(3);
        assertThat(output).doesNotContain("WARN");
    }

    @Test
    void hasNobodySufferFromATextThatIsRefused(CapturedOutput output) {
        service.answers(status(400));
        OpenAiProvider provider = provider();
        for (int i = 0; i < 40; i++) {
            refusal(provider, OwnKey.NONE, output);
        }
        service.works();

        assertThat(embed(provider)).hasSize(3);
    }

    @Test
    void warnsOnceWhenTheDeploymentsKeyIsRefused(CapturedOutput output) {
        service.answers(status(401));
        OpenAiProvider provider = provider();

        for (int i = 0; i < 5; i++) {
            refusal(provider, OwnKey.NONE, output);
        }

        assertThat(output.toString().lines().filter(line -> line.contains("WARN")))
                .singleElement()
                .asString()
                .contains("401")
                .contains("the deployment's key");
    }

    @Test
    void endsWhenTheCallerIsInterrupted() {
        service.answers((exchange, request) -> {
            hang();
        });
        OpenAiProvider provider = provider("timeout", "1m", "total-timeout", "1m");

        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> embed(provider))
                    .isInstanceOf(EmbeddingUnavailable.class)
                    .hasMessageContaining("Interrupted");
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    private EmbeddingUnavailable refusal(OpenAiProvider provider, OwnKey key, CapturedOutput output) {
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

    private static float[] embed(EmbeddingProvider provider) {
        return provider.embed(List.of(TEXT), Purpose.DOCUMENT, OwnKey.NONE).get(0);
    }

    private OpenAiProvider provider(@Nullable Object... changes) {
        for (int i = 0; i < changes.length; i += 2) {
            settings.put((String) changes[i], changes[i + 1]);
        }
        return new OpenAiProvider(
                new Binder(new MapConfigurationPropertySource(settings)).bindOrCreate("", OpenAi.class),
                new JsonMapper());
    }

    private void hang() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
