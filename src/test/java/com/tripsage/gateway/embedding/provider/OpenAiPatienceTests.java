package com.tripsage.gateway.embedding.provider;

import static com.tripsage.gateway.embedding.provider.EmbeddingService.status;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.tripsage.gateway.embedding.EmbeddingUnavailable;
import com.tripsage.gateway.embedding.OwnKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;

/** How long a service is waited for, and when it is asked again. */
class OpenAiPatienceTests extends OpenAiTest {

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

    private void hang() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
