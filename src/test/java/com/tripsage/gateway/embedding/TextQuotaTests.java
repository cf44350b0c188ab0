package com.tripsage.gateway.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.tripsage.gateway.GatewayTest;
import com.tripsage.gateway.Traveller;
import com.tripsage.gateway.Wire;
import com.tripsage.gateway.embedding.provider.EmbeddingService;
import com.tripsage.gateway.quota.Quotas;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Ten texts of a caller a minute whose vectors are made at once. */
@GatewayTest
@DirtiesContext
class TextQuotaTests {

    private static final EmbeddingService SERVICE = new EmbeddingService();

    private static final String ADD = """
            mutation ($inputs: [AddMemoryInput!]!) {
              addMemories(inputs: $inputs) { outcomes memories { id embeddingModel } }
            }""";

    private static final String SEARCH = """
            query ($mode: SearchMode!) {
              searchMemories(query: { text: "hotel" }, mode: $mode) { mode hits { memory { text } } }
            }""";

    @LocalServerPort
    int port;

    @Autowired
    Quotas quotas;

    Traveller ada;

    @DynamicPropertySource
    static void configure(DynamicPropertyRegistry registry) {
        Map.of(
                        "gateway.quota.texts-per-minute", "10",
                        "gateway.embedding.provider", "openai",
                        "gateway.embedding.openai.base-url", SERVICE.url(),
                        "gateway.embedding.openai.api-key", "sk-the-deployments",
                        "gateway.embedding.openai.model", "model-1",
                        "gateway.embedding.worker.poll-interval", "20ms",
                        "gateway.embedding.worker.share", "1")
                .forEach((name, value) -> registry.add(name, () -> value));
    }

    @BeforeEach
    void arrive() {
        ada = Traveller.known(port);
    }

    @AfterAll
    static void stop() {
        SERVICE.close();
    }

    @Test
    void tenGetTheirVectorsAtOnce() {
        Wire.Answer added = add(10);

        assertThat(added.each("/addMemories/memories", "/embeddingModel"))
                .hasSize(10)
                .containsOnly("model-1");
    }

    @Test
    void whatIsStoredBeyondThemGetsItsVectorLater() {
        Wire.Answer added = add(14);

        assertThat(added.each("/addMemories/outcomes", "")).hasSize(14).containsOnly("CREATED");
        assertThat(added.each("/addMemories/memories", "/embeddingModel"))
                .startsWith("model-1")
                .endsWith("null")
                .hasSize(14);
        for (String id : added.each("/addMemories/memories", "/id")) {
            await().untilAsserted(() -> assertThat(Wire.of(port, ada)
                            .send(
                                    "query ($id: ID!) { node(id: $id) { ... on Memory { embeddingModel } } }",
                                    Map.of("id", id))
                            .at("/node/embeddingModel"))
                    .isEqualTo("model-1"));
        }
    }

    @Test
    void searchesBeyondThemAreByWordsOrSayWhenToComeBack() {
        add(2);
        Traveller bob = Traveller.known(port);

        Wire.Answer hybrid = search(ada, "HYBRID");
        assertThat(hybrid.at("/searchMemories/mode")).isEqualTo("KEYWORD");
        assertThat(hybrid.each("/searchMemories/hits", "/memory/text")).hasSize(2);
        assertThat(search(ada, "KEYWORD").at("/searchMemories/mode")).isEqualTo("KEYWORD");

        for (Wire.Answer refused :
                List.of(search(ada, "SEMANTIC"), spent("{ similarTrips(like: { text: \"the sea\" }) { score } }"))) {
            assertThat(refused.codes()).containsExactly("RATE_LIMITED");
            assertThat(refused.json().at("/errors/0/message").stringValue())
                    .isEqualTo("At most 10 texts to understand a minute");
            assertThat(refused.json().at("/errors/0/extensions/retryAfterMs").intValue())
                    .isBetween(1, 6000);
        }
        assertThat(Wire.of(port, bob).send(SEARCH, Map.of("mode", "SEMANTIC")).at("/searchMemories/mode"))
                .isEqualTo("SEMANTIC");
    }

    @Test
    void aTripIsStoredBeyondThem() {
        quotas.texts().takeUpTo(ada.id(), 10);

        assertThat(ada.createTrip(Map.of("title", "Oslo", "description", "By train and ferry")))
                .isNotNull();
    }

    private Wire.Answer add(int count) {
        List<Map<String, String>> inputs = IntStream.range(0, count)
                .mapToObj(n -> Map.of("kind", "PREFERENCE", "text", "Likes a hotel w" + "o".repeat(n) + "w"))
                .toList();
        return Wire.of(port, ada).send(ADD, Map.of("inputs", inputs));
    }

    private Wire.Answer search(Traveller traveller, String mode) {
        quotas.texts().takeUpTo(traveller.id(), 10);
        return Wire.of(port, traveller).send(SEARCH, Map.of("mode", mode));
    }

    private Wire.Answer spent(String document) {
        quotas.texts().takeUpTo(ada.id(), 10);
        return Wire.of(port, ada).send(document);
    }
}
