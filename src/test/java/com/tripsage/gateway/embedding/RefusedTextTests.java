package com.tripsage.gateway.embedding;

import static com.tripsage.gateway.embedding.provider.EmbeddingService.status;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.tripsage.gateway.Traveller;
import com.tripsage.gateway.Wire;
import com.tripsage.gateway.embedding.provider.EmbeddingService.Answer;
import com.tripsage.gateway.embedding.provider.EmbeddingService.Call;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Texts and keys that the provider refuses, which concern nobody else. */
class RefusedTextTests extends EmbeddingServiceTest {

    @Test
    void aTextThatHasTooManyTokensGoesInSmallerParts() {
        SERVICE.answers(status(503));
        String id = add(ada, "\uD83C\uDFD6".repeat(1500)).at("/addMemory/memory/id");

        SERVICE.answers((exchange, request) -> {
            boolean tooLong = false;
            for (JsonNode text : request.get("input")) {
                tooLong |= text.stringValue().length() > 800;
            }
            (tooLong ? status(400) : (Answer) SERVICE::vectors).to(exchange, request);
        });

        awaitVector(id);
        assertThat(waiting(id)).isZero();
    }

    @Test
    void oneTextThatTheProviderRefusesHoldsUpNoOther() {
        SERVICE.answers(status(503));
        String poison = add(ada, "The poison").at("/addMemory/memory/id");
        List<String> others = IntStream.range(0, 6)
                .mapToObj(i -> add(ada, "Fact " + "x".repeat(i)).at("/addMemory/memory/id"))
                .toList();

        SERVICE.answers(unless("poison", status(400)));

        others.forEach(this::awaitVector);
        assertThat(memory(poison).at("/node/embedding")).isEqualTo("null");
        assertThat(waiting(poison)).isOne();
        update(poison, "The cure").at("/updateMemory");
        assertThat(memory(poison).at("/node/embedding")).startsWith("[8,");
        assertThat(waiting(poison)).isZero();
    }

    @Test
    void asksWithTheUsersOwnKeyAndWithNobodyElses() {
        Traveller bob = Traveller.known(port);
        ownKey(ada, "sk-of-ada");

        add(ada, "Adas fact").at("/addMemory");
        add(bob, "Bobs fact").at("/addMemory");
        SERVICE.answers(status(503));
        String adas = add(ada, "Adas later fact").at("/addMemory/memory/id");
        String bobs = add(bob, "Bobs later fact").at("/addMemory/memory/id");
        SERVICE.works();
        awaitVector(adas);
        awaitVector(bobs);

        assertThat(SERVICE.calls())
                .extracting(Call::authorization)
                .contains("Bearer sk-of-ada", "Bearer " + DEPLOYMENTS_KEY);
        assertThat(SERVICE.calls()).allSatisfy(call -> {
            boolean isAdas =
                    call.authorization() != null && call.authorization().equals("Bearer sk-of-ada");
            call.body().get("input").forEach(text -> assertThat(
                            text.stringValue().startsWith("Adas"))
                    .isEqualTo(isAdas));
        });
    }

    @Test
    void aKeyThatIsRefusedConcernsItsUserOnly() {
        ownKey(ada, "sk-revoked");
        SERVICE.answers((exchange, request) -> answerTo(exchange, request, "Bearer sk-revoked", status(401)));
        List<String> adas = IntStream.range(0, 40)
                .mapToObj(i -> add(ada, "Adas " + "x".repeat(i)).at("/addMemory/memory/id"))
                .toList();
        Traveller bob = Traveller.known(port);
        assertThat(add(bob, "Bobs fact").at("/addMemory/memory/embedding")).startsWith("[9,");

        SERVICE.answers(status(503));
        List<String> bobs = IntStream.range(0, 3)
                .mapToObj(i -> add(bob, "Bobs later fact" + "x".repeat(i)).at("/addMemory/memory/id"))
                .toList();
        SERVICE.answers((exchange, request) -> answerTo(exchange, request, "Bearer sk-revoked", status(401)));

        bobs.forEach(this::awaitVector);
        assertThat(memory(adas.get(0)).at("/node/embedding")).isEqualTo("null");
    }

    @Test
    void keepsTheVectorsThatWereMadeBeforeTheProviderFailed() {
        AtomicInteger calls = new AtomicInteger();
        SERVICE.answers((exchange, request) ->
                (calls.getAndIncrement() == 0 ? (Answer) SERVICE::vectors : status(503)).to(exchange, request));
        List<Map<String, String>> inputs = IntStream.rangeClosed(1, 40)
                .mapToObj(i -> Map.of("kind", "INSIGHT", "text", "x".repeat(i)))
                .toList();

        Wire.Answer added = Wire.of(port, ada)
                .send(
                        "mutation ($inputs: [AddMemoryInput!]!) { addMemories(inputs: $inputs) { memories { embeddingModel } } }",
                        Map.of("inputs", inputs));

        List<String> models = added.each("/addMemories/memories", "/embeddingModel");
        assertThat(models.subList(0, 16)).containsOnly("model-1");
        assertThat(models.subList(16, 40)).containsOnly("null");
        SERVICE.works();
        awaitNothingWaits();
    }

    /** Works, unless one of the texts has the word in it. */
    private static Answer unless(String word, Answer refusal) {
        return (exchange, request) -> {
            boolean refused = false;
            for (JsonNode text : request.get("input")) {
                refused |= text.stringValue().contains(word);
            }
            (refused ? refusal : (Answer) SERVICE::vectors).to(exchange, request);
        };
    }

    @Test
    void aStoredKeyThatIsNotEncryptedIsNotSentAndSearchesSayWhy() {
        String id = add(ada, "Adas fact").at("/addMemory/memory/id");
        sql().sql("update public.users set api_keys = '{\"openai\": \"sk-stored-plain\"}' where id = ?")
                .param(ada.id())
                .update();
        SERVICE.calls().clear();

        Wire.Answer search = Wire.of(port, ada)
                .send("{ searchMemories(query: { text: \"fact\" }, mode: SEMANTIC) { hits { memory { id } } } }");
        String later = add(ada, "Adas later fact").at("/addMemory/memory/id");

        search.isRefused("UNAVAILABLE");
        assertThat(search.body())
                .contains("it is not encrypted", "setProviderKey")
                .doesNotContain("sk-stored-plain");
        assertThat(SERVICE.calls()).isEmpty();
        ownKey(ada, "sk-of-ada");
        awaitVector(later);
        awaitVector(id);
    }

    private static void answerTo(HttpExchange exchange, JsonNode request, String authorization, Answer refusal)
            throws IOException {
        boolean refused = authorization.equals(exchange.getRequestHeaders().getFirst("Authorization"));
        (refused ? refusal : (Answer) SERVICE::vectors).to(exchange, request);
    }

    private void ownKey(Traveller of, String key) {
        Wire.of(port, of)
                .send(
                        "mutation ($key: String!) { setProviderKey(input: { provider: \"openai\", key: $key }) { providerKey { provider } } }",
                        Map.of("key", key))
                .at("/setProviderKey");
    }
}
