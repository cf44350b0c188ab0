package com.tripsage.gateway.embedding.provider;

import static com.tripsage.gateway.embedding.provider.EmbeddingService.body;
import static com.tripsage.gateway.embedding.provider.EmbeddingService.numbers;
import static com.tripsage.gateway.embedding.provider.EmbeddingService.vector;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tripsage.gateway.embedding.EmbeddingUnavailable;
import com.tripsage.gateway.embedding.OwnKey;
import com.tripsage.gateway.embedding.Purpose;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;

/** Answers of a service that are no vectors. */
class OpenAiAnswerTests extends OpenAiTest {

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
}
