package com.tripsage.gateway.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.tripsage.gateway.RunningGateway;
import com.tripsage.gateway.Superuser;
import com.tripsage.gateway.Traveller;
import com.tripsage.gateway.Wire;
import com.tripsage.gateway.embedding.provider.EmbeddingService;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The set-up of tests of a gateway whose vectors come from a service that behaves as badly as it is told. */
abstract class EmbeddingServiceTest extends RunningGateway {

    static final EmbeddingService SERVICE = new EmbeddingService();

    static final String DEPLOYMENTS_KEY = "sk-the-deployments";

    private static final String ADD = """
            mutation ($text: String!) {
              addMemory(input: { kind: PREFERENCE, text: $text }) {
                outcome memory { id embedding embeddingModel embeddingState } similar { memory { text } }
              }
            }""";

    private static final String MEMORY = """
            query ($id: ID!) {
              node(id: $id) { ... on Memory { text embedding embeddingModel version history { text } } } }""";

    @Autowired
    EmbeddingWorker worker;

    @Autowired
    EmbeddingQueue queue;

    @Autowired
    EmbeddingProvider provider;

    Traveller ada;

    @DynamicPropertySource
    static void configure(DynamicPropertyRegistry registry) {
        Map.of(
                        "gateway.embedding.provider", "openai",
                        "gateway.embedding.openai.base-url", SERVICE.url(),
                        "gateway.embedding.openai.api-key", DEPLOYMENTS_KEY,
                        "gateway.embedding.openai.model", "model-1",
                        "gateway.embedding.openai.retries", "0",
                        "gateway.embedding.openai.batch-size", "16",
                        "gateway.embedding.openai.breaker-wait", "250ms",
                        "gateway.embedding.worker.poll-interval", "20ms",
                        "gateway.embedding.worker.share", "1")
                .forEach((name, value) -> registry.add(name, () -> value));
        registry.add("gateway.embedding.openai.timeout", () -> "9s");
        registry.add("gateway.embedding.openai.total-timeout", () -> "9s");
        registry.add("spring.datasource.hikari.maximum-pool-size", () -> "2");
    }

    @BeforeEach
    void arrive() {
        SERVICE.works();
        ada = Traveller.known(port);
        await().ignoreExceptions()
                .until(() -> provider.embed(List.of("Hello"), Purpose.DOCUMENT, OwnKey.NONE), vectors -> true);
        SERVICE.calls().clear();
    }

    @AfterEach
    void leaveNothing() {
        sql().sql("drop trigger if exists fault on public.memory_embeddings").update();
        sql().sql("drop sequence if exists public.faults").update();
        sql().sql("delete from public.trips").update();
        sql().sql("delete from public.memory_embeddings").update();
        sql().sql("delete from gateway.embedding_queue").update();
        worker.stop();
        worker.start();
    }

    Wire.Answer add(Traveller by, String text) {
        return Wire.of(port, by).send(ADD, Map.of("text", text));
    }

    Wire.Answer update(String id, String text) {
        return Wire.of(port, ada)
                .send(
                        "mutation ($id: ID!, $text: String) { updateMemory(input: { id: $id, text: $text }) { memory { id } } }",
                        Map.of("id", id, "text", text));
    }

    Wire.Answer memory(String id) {
        return Wire.of(port, ada).send(MEMORY, Map.of("id", id));
    }

    long waiting(String id) {
        return sql().sql("select count(*) from gateway.embedding_queue where id = ?::uuid")
                .param(id)
                .query(Long.class)
                .single();
    }

    /** Nobody waits for the seconds that a failure lets pass. */
    void hurry() {
        sql().sql("update gateway.embedding_queue set due_at = now() where due_at > now()")
                .update();
    }

    void awaitVector(String id) {
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            hurry();
            assertThat(sql().sql("select count(embedding) from memory_embeddings where id = ?::uuid")
                            .param(id)
                            .query(Long.class)
                            .single())
                    .isOne();
        });
    }

    void awaitNothingWaits() {
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            hurry();
            assertNothingWaits();
        });
    }

    void assertNothingWaits() {
        assertThat(sql().sql("select count(*) from gateway.embedding_queue")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    static void pass(CountDownLatch latch) {
        try {
            if (!latch.await(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nobody came");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    JdbcClient sql() {
        return Superuser.of(environment);
    }
}
