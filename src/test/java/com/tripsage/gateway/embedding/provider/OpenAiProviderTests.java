package com.tripsage.gateway.embedding.provider;

import static com.tripsage.gateway.embedding.provider.EmbeddingService.status;
import static com.tripsage.gateway.embedding.provider.EmbeddingService.vector;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.tripsage.gateway.embedding.EmbeddingUnavailable;
import com.tripsage.gateway.embedding.OwnKey;
import com.tripsage.gateway.embedding.Purpose;
import com.tripsage.gateway.embedding.provider.EmbeddingService.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Index;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a service is asked for, and with whose key. */
class OpenAiProviderTests extends OpenAiTest {

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
    void followsNoRedirect(CapturedOutput output) {
        service.answers(status(307, "Location", service.url().replace("/v1", "/elsewhere")));

        refusal(provider(), OwnKey.NONE, output);

        assertThat(service.calls()).hasSize(1);
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
        // Gateways of other tests may log meanwhile.
        assertThat(output.toString().lines().filter(line -> line.contains(".provider.")))
                .noneMatch(line -> line.contains(" WARN "));
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

        // Gateways of other tests may warn meanwhile.
        assertThat(output.toString().lines().filter(line -> line.contains(".provider.") && line.contains(" WARN ")))
                .singleElement()
                .asString()
                .contains("401")
                .contains("the deployment's key");
    }
}
