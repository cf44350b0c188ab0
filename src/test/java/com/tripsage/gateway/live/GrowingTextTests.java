package com.tripsage.gateway.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.OneTraveller;
import com.tripsage.gateway.budget.MemoryBudget;
import com.tripsage.gateway.changelog.ChangeLog;
import com.tripsage.gateway.database.Transactions;
import com.tripsage.gateway.graphql.GraphQlEngine;
import com.tripsage.gateway.graphql.OperationErrors;
import com.tripsage.gateway.observation.Observations;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** Texts that begin or grow while a round of the tail is under way: after it has asked how long they are, and before it reads the log. */
class GrowingTextTests extends OneTraveller {

    private static final String EVENTS = """
            subscription ($id: ID!) {
              chatMessageEvents(sessionId: $id) { kind messageId increment { offset text contentLength } }
            }""";

    private static final String APPEND = """
            mutation ($input: AppendToMessageInput!) { appendToMessage(input: $input) { contentLength } }""";

    @Autowired
    private ChangeLog log;

    @Autowired
    private GrowingTexts texts;

    @Autowired
    private Transactions transactions;

    @Autowired
    private LiveProperties properties;

    @Autowired
    private GraphQlEngine engine;

    @Autowired
    private OperationErrors errors;

    @Autowired
    private Bulkhead bulkhead;

    @Autowired
    private DeliveryMetrics metrics;

    @Autowired
    private MemoryBudget budget;

    @Autowired
    private Observations observations;

    private final AtomicReference<@Nullable Runnable> meanwhile = new AtomicReference<>();
    private ChangeTail tail;
    private String session;

    @BeforeEach
    void follow() {
        GrowingTexts interrupted = subjects -> {
            List<GrowingTexts.Text> growing = texts.growing(subjects);
            Runnable interruption = meanwhile.getAndSet(null);
            if (interruption != null) {
                interruption.run();
            }
            return growing;
        };
        tail = new ChangeTail(log, interrupted, transactions, properties, new SimpleMeterRegistry());
        operations = new Subscriptions(
                engine, errors, tail, transactions, properties, bulkhead, metrics, budget, observations);
        tail.start();
        session = wire.send("mutation { startChatSession(input: {}) { chatSession { id } } }")
                .at("/startChatSession/chatSession/id");
    }

    @AfterEach
    void rest() {
        tail.stop();
    }

    @Test
    void reachWhoJoinsMeanwhileFromTheirBeginning() {
        AtomicReference<String> message = new AtomicReference<>("");
        meanwhile.set(() -> {
            message.set(post());
            append(message.get(), 0, "One");
        });
        Listener listener = listening();
        assertThat(next(listener).path("kind").stringValue()).isEqualTo("SUBSCRIBED");

        assertGrows(listener, 0, "One");
        append(message.get(), 3, ", two");
        assertGrows(listener, 3, ", two");
    }

    @Test
    void reachEverybodyOnceWhereTheyGrowWhileSomebodyJoins() {
        Listener first = listening();
        next(first);
        String message = post();
        append(message, 0, "One");
        assertThat(next(first).path("kind").stringValue()).isEqualTo("ADDED");
        assertGrows(first, 0, "One");

        meanwhile.set(() -> append(message, 3, ", two"));
        Listener late = listening();
        next(late);

        assertGrows(first, 3, ", two");
        assertGrows(late, 0, "One, two");
        List.of(first, late).forEach(Listener::hasNothing);
    }

    private Listener listening() {
        return listen(ada, EVENTS, Map.of("id", session));
    }

    private static JsonNode next(Listener listener) {
        return listener.message().body().at("/data/chatMessageEvents");
    }

    /** In one increment or several, each where the one before ends. */
    private static void assertGrows(Listener listener, int from, String text) {
        var grown = new StringBuilder();
        while (grown.length() < text.length()) {
            JsonNode increment = next(listener).path("increment");
            assertThat(increment.path("offset").intValue())
                    .as(increment.toString())
                    .isEqualTo(from + grown.length());
            grown.append(increment.path("text").stringValue());
        }
        assertThat(grown).hasToString(text);
    }

    private String post() {
        return wire.send(
                        "mutation ($input: PostChatMessageInput!) { postChatMessage(input: $input) { message { id } } }",
                        Map.of(
                                "input",
                                Map.of("sessionId", session, "role", "ASSISTANT", "content", "", "state", "STREAMING")))
                .at("/postChatMessage/message/id");
    }

    private void append(String message, int offset, String text) {
        assertThat(wire.send(APPEND, Map.of("input", Map.of("messageId", message, "offset", offset, "text", text)))
                        .at("/appendToMessage/contentLength"))
                .isEqualTo(String.valueOf(offset + text.length()));
    }
}
