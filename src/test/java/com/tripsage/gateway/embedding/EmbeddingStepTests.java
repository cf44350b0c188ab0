package com.tripsage.gateway.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.tripsage.gateway.Together;
import com.tripsage.gateway.Traveller;
import com.tripsage.gateway.Wire;
import com.tripsage.gateway.http.Edge;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The vectors that are made before an operation begins: once, together, and without a connection. */
class EmbeddingStepTests extends EmbeddingServiceTest {

    @Test
    void holdsNoConnectionWhileTheProviderIsAsked() {
        CountDownLatch end = new CountDownLatch(1);
        SERVICE.answers((exchange, request) -> {
            pass(end);
            SERVICE.vectors(exchange, request);
        });
        CompletableFuture<List<String>> slow = beside(() -> Together.run(5, i -> Wire.of(port, ada)
                .send("""
                                mutation ($text: String!) {
                                  a: createTrip(input: { title: "Oslo" }) { trip { id } }
                                  b: addMemory(input: { kind: PREFERENCE, text: $text }) { outcome }
                                }""", Map.of("text", "x".repeat(i + 1)))
                .at("/b/outcome")));
        await().until(() -> SERVICE.calls().size() == 5);

        // The gateway's own work, the tail's for one, has transactions of a moment.
        await().until(() -> sql().sql("""
                        select count(*)
                          from pg_stat_activity
                         where datname = current_database()
                           and application_name = 'tripsage-gateway'
                           and state like 'idle in transaction%'
                        """).query(Long.class).single() == 0);
        Traveller bob = Traveller.known(port);
        assertThat(Wire.of(port, bob).send("{ trips { totalCount } }").at("/trips/totalCount"))
                .isEqualTo("0");
        assertThat(Wire.of(port, ada).send("{ trips { totalCount } }").at("/trips/totalCount"))
                .isEqualTo("0");

        end.countDown();
        assertThat(slow.join()).containsOnly("CREATED");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "raise serialization_failure",
                "perform pg_catalog.pg_terminate_backend(pg_catalog.pg_backend_pid())"
            })
    void asksOnceHoweverOftenTheTransactionIsTried(String fault) {
        sql().sql("create sequence public.faults").update();
        sql().sql("""
                create or replace function gateway.fault() returns trigger language plpgsql security definer as
                    'begin
                         if nextval(''public.faults'') <= 2 then %s; end if;
                         return new;
                     end'
                """.formatted(fault)).update();
        sql().sql(
                        "create trigger fault before insert on public.memory_embeddings for each row execute function gateway.fault()")
                .update();

        Wire.Answer added = add(ada, "Likes aisle seats");

        assertThat(added.at("/addMemory/memory/embedding")).startsWith("[17,");
        assertThat(sql().sql("select last_value from public.faults")
                        .query(Long.class)
                        .single())
                .isEqualTo(3);
        assertThat(SERVICE.calls()).hasSize(1);
    }

    @Test
    void asksForAllTextsOfADocumentAtOnce() {
        Wire.of(port, ada).send("""
                mutation Add($again: String!, $without: Boolean!) {
                  a: addMemory(input: { kind: PREFERENCE, text: "One" }) { outcome }
                  ...More
                }
                fragment More on Mutation {
                  b: addMemories(inputs: [{ kind: INSIGHT, text: $again }, { kind: INSIGHT, text: "Three" }]) { outcomes }
                  c: createTrip(input: { title: "Oslo", description: "Four" }) { trip { id } }
                  d: addMemory(input: { kind: INSIGHT, text: "Five" }) @skip(if: $without) { outcome }
                }""", Map.of("again", "One", "without", true)).at("/a");

        assertThat(SERVICE.calls()).singleElement().satisfies(call -> assertThat(
                        call.body().get("input"))
                .extracting(JsonNode::stringValue)
                .containsExactlyInAnyOrder("One", "Three", "Four"));
    }

    @Test
    void asksForNothingWhereTheAnswerIsKept() throws Exception {
        String body = Wire.JSON.writeValueAsString(Map.of(
                "query",
                "mutation { createTrip(input: { title: \"Oslo\", description: \"Fjords\" }) { trip { id } } }"));
        String key = UUID.randomUUID().toString();
        String first = send(body, key).body();
        assertThat(SERVICE.calls()).hasSize(1);

        HttpResponse<String> replayed = send(body, key);

        assertThat(replayed.headers().firstValue("Idempotency-Replayed")).hasValue("true");
        assertThat(replayed.body()).isEqualTo(first).contains("createTrip");
        assertThat(SERVICE.calls()).hasSize(1);
    }

    private HttpResponse<String> send(String body, String key) throws Exception {
        return Edge.send(new Edge(port).post(ada.token(), body).header("Idempotency-Key", key));
    }

    /** Not in the common pool, whose only thread the test's client needs. */
    private static <T> CompletableFuture<T> beside(Supplier<T> work) {
        return CompletableFuture.supplyAsync(
                work, command -> Thread.ofPlatform().start(command));
    }
}
