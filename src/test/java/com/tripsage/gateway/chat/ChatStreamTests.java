package com.tripsage.gateway.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.tripsage.gateway.GatewayProcess;
import com.tripsage.gateway.OneTraveller;
import com.tripsage.gateway.Superuser;
import com.tripsage.gateway.Together;
import com.tripsage.gateway.Traveller;
import com.tripsage.gateway.Wire;
import com.tripsage.gateway.live.Listener;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** Messages that are being written, and who listens. */
class ChatStreamTests extends OneTraveller {

    private static final String EVENTS = """
            subscription ($id: ID!, $after: String) {
              chatMessageEvents(sessionId: $id, after: $after) {
                cursor kind messageId
                message { content contentLength state }
                increment { offset text contentLength }
              }
            }""";

    private static final String POST = """
            mutation ($input: PostChatMessageInput!) { postChatMessage(input: $input) { message { id state } } }""";

    private static final String APPEND = """
            mutation ($input: AppendToMessageInput!) { appendToMessage(input: $input) { contentLength } }""";

    private static final String MESSAGE = """
            query ($id: ID!) { node(id: $id) { ... on ChatMessage { content contentLength state version modelMessage } } }""";

    @Autowired
    ChatStreams streams;

    String session;

    @BeforeEach
    void begin() {
        session = wire.send("mutation { startChatSession(input: {}) { chatSession { id } } }")
                .at("/startChatSession/chatSession/id");
    }

    @Test
    void growForWhoeverListens() {
        Listener listener = listening(null);
        assertThat(next(listener, "SUBSCRIBED").path("messageId").isNull()).isTrue();

        String message = post();
        assertThat(next(listener, "ADDED").at("/message/state").stringValue()).isEqualTo("STREAMING");
        assertThat(append(message, 0, "Olá 😀").at("/appendToMessage/contentLength"))
                .isEqualTo("5");
        assertIncrement(next(listener, "APPENDED"), 0, "Olá 😀");
        append(message, 5, ", Ada").at("/appendToMessage/contentLength");
        JsonNode second = next(listener, "APPENDED");
        assertIncrement(second, 5, ", Ada");
        assertThat(second.path("messageId").stringValue()).isEqualTo(message);
        assertThat(read(message).at("/node/content")).isEqualTo("Olá 😀, Ada");

        wire.send(APPEND, Map.of("input", Map.of("messageId", message, "offset", 10, "text", "!", "isLast", true)))
                .at("/appendToMessage/contentLength");
        JsonNode end = next(listener, "CHANGED");
        assertThat(end.at("/message/content").stringValue()).isEqualTo("Olá 😀, Ada!");
        assertThat(end.at("/message/state").stringValue()).isEqualTo("COMPLETE");
        assertThat(end.at("/message/contentLength").intValue()).isEqualTo(11);
        assertThat(increments(message)).isZero();
        listener.cancel();
    }

    @Test
    void reachWhoComesInTheMiddleFromTheBeginningAndWithoutAGap() {
        Listener first = listening(null);
        String cursor = next(first, "SUBSCRIBED").path("cursor").stringValue();
        String message = post();
        append(message, 0, "One").at("/appendToMessage/contentLength");
        next(first, "ADDED");
        assertIncrement(next(first, "APPENDED"), 0, "One");

        Listener late = listening(null);
        Listener back = listening(cursor);
        next(late, "SUBSCRIBED");
        assertIncrement(next(late, "APPENDED"), 0, "One");
        next(back, "SUBSCRIBED");
        assertThat(next(back, "ADDED").at("/message/contentLength").intValue()).isEqualTo(3);
        assertIncrement(next(back, "APPENDED"), 0, "One");

        append(message, 3, ", two").at("/appendToMessage/contentLength");
        for (Listener listener : List.of(first, late, back)) {
            assertIncrement(next(listener, "APPENDED"), 3, ", two");
        }
        assertThat(wire.send("mutation ($id: ID!) { deleteChatMessage(id: $id) { deletedId } }", Map.of("id", message))
                        .at("/deleteChatMessage/deletedId"))
                .isEqualTo(message);
        for (Listener listener : List.of(first, late, back)) {
            assertThat(next(listener, "DELETED").path("messageId").stringValue())
                    .isEqualTo(message);
            listener.cancel();
        }
        append(message, 8, "?").isRefused("NOT_FOUND");
    }

    @Test
    void areAppendedToByOneAfterTheOther() {
        String message = post();
        append(message, 0, "abc").at("/appendToMessage/contentLength");

        assertThat(append(message, 0, "abc").at("/appendToMessage/contentLength"))
                .as("sent again after a lost reply")
                .isEqualTo("3");
        for (int offset : List.of(0, 2, 4)) {
            Wire.Answer late = append(message, offset, "x");
            late.isRefused("CONFLICT");
            assertThat(late.json().at("/errors/0/extensions/storedLength").intValue())
                    .isEqualTo(3);
        }
        List<String> codes = new ArrayList<>();
        Together.run(4, n -> append(message, 3, "writer " + n).codes()).forEach(codes::addAll);
        assertThat(codes).containsExactly("CONFLICT", "CONFLICT", "CONFLICT");
        append(message, 11, "").blames("input.text");
        append(message, -1, "x").blames("input.offset");
        append(message, 11, "x".repeat(100_001)).blames("input.text");
        Wire.of(port, Traveller.known(port))
                .send(APPEND, Map.of("input", Map.of("messageId", message, "offset", 11, "text", "x")))
                .isRefused("NOT_FOUND");
        assertThat(read(message).at("/node/contentLength")).isEqualTo("11");
    }

    @Test
    void areNotEditedMeanwhile() {
        String message = post();
        append(message, 0, "abc").at("/appendToMessage/contentLength");
        String update =
                "mutation ($input: UpdateChatMessageInput!) { updateChatMessage(input: $input) { message { content } } }";

        wire.send(update, Map.of("input", Map.of("id", message, "content", "x")))
                .isRefused("CONFLICT");
        assertThat(wire.send(update, Map.of("input", Map.of("id", message, "metadata", Map.of("a", 1))))
                        .at("/updateChatMessage/message/content"))
                .isEqualTo("abc");
        end(message, 3, null).at("/appendToMessage/contentLength");
        assertThat(wire.send(update, Map.of("input", Map.of("id", message, "content", "x")))
                        .at("/updateChatMessage/message/content"))
                .isEqualTo("x");
        append(message, 1, "late").isRefused("CONFLICT");
    }

    @Test
    void endAsTheirModelMadeThem() {
        String message = post();
        append(message, 0, "Let me look").at("/appendToMessage/contentLength");

        end(message, 11, """
                {"role": "assistant", "content": null, "tool_calls": [{"id": "a"}], "usage": {"total": 12}}""").at("/appendToMessage/contentLength");

        assertThat(read(message).json().at("/data/node/modelMessage")).isEqualTo(Wire.JSON.readTree("""
                {"role": "assistant", "content": null, "tool_calls": [{"id": "a"}], "usage": {"total": 12}}"""));
        assertThat(read(message).at("/node/content")).isEmpty();
        String parted = post();
        append(parted, 0, "Let me look").at("/appendToMessage/contentLength");
        end(parted, 11, """
                {"role": "assistant", "content": [{"type": "text", "text": "Let me look"}, {"type": "tool_use", "id": "t"}]}""").at("/appendToMessage/contentLength");
        assertThat(read(parted).at("/node/content")).isEqualTo("Let me look");
        assertThat(read(parted).json().at("/data/node/modelMessage/content")).hasSize(2);
        end(parted, 11, null).isRefused("CONFLICT");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''      | {"role": "assistant", "tool_calls": [{"id": "a"}]}
            'Hello' | {"role": "assistant", "content": "Hello"}
            """)
    void endAsTheirModelMadeThemWhateverWasAppended(String begun, String modelMessage) {
        String message = post(begun);
        append(message, begun.length(), " and more").at("/appendToMessage/contentLength");

        end(message, begun.length() + 9, modelMessage).at("/appendToMessage/contentLength");

        assertThat(read(message).json().at("/data/node/modelMessage")).isEqualTo(Wire.JSON.readTree(modelMessage));
        assertThat(increments(message)).isZero();
    }

    @Test
    void takeAModelsMessageAtTheirEndAlone() {
        String message = post();

        wire.send(
                        APPEND,
                        Map.of(
                                "input",
                                Map.of(
                                        "messageId",
                                        message,
                                        "offset",
                                        0,
                                        "text",
                                        "abc",
                                        "modelMessage",
                                        Map.of("role", "assistant", "content", "abc"))))
                .blames("input.modelMessage");
        assertThat(read(message).at("/node/contentLength")).isEqualTo("0");
    }

    @Test
    void areAppendedToOnceByRequestsThatAreSentTwice() {
        String message = post();

        Together.run(4, _ -> append(message, 0, "abc").at("/appendToMessage/contentLength"))
                .forEach(length -> assertThat(length).isEqualTo("3"));
        silence(message);
        streams.endSilent(Duration.ofMinutes(1), 100);

        assertThat(append(message, 0, "abc").at("/appendToMessage/contentLength"))
                .as("sent again after a lost reply, when its message is unfinished")
                .isEqualTo("3");
        append(message, 0, "ab").isRefused("CONFLICT");
    }

    @Test
    void areUnfinishedWhenTheirWriterIsGoneAndGoOnWhenItIsBack() {
        Listener listener = listening(null);
        next(listener, "SUBSCRIBED");
        String message = post();
        next(listener, "ADDED");
        append(message, 0, "Half").at("/appendToMessage/contentLength");
        next(listener, "APPENDED");
        streams.endSilent(Duration.ofMinutes(1), 100);
        assertThat(read(message).at("/node/state")).isEqualTo("STREAMING");

        silence(message);
        streams.endSilent(Duration.ofMinutes(1), 100);

        JsonNode gone = next(listener, "CHANGED");
        assertThat(gone.at("/message/state").stringValue()).isEqualTo("UNFINISHED");
        assertThat(gone.at("/message/content").stringValue()).isEqualTo("Half");
        append(message, 4, " and half").at("/appendToMessage/contentLength");
        assertThat(next(listener, "CHANGED").at("/message/state").stringValue()).isEqualTo("STREAMING");
        JsonNode back = next(listener, "APPENDED");
        assertThat(back.at("/increment/contentLength").intValue()).isEqualTo(13);
        assertThat(back.at("/increment/text").stringValue()).endsWith(" and half");
        listener.cancel();
    }

    @Test
    void areUnfinishedWhenTheirGatewayIsKilledAndGoOnAtAnotherOne() throws Exception {
        Listener listener = listening(null);
        next(listener, "SUBSCRIBED");
        String message = post();
        next(listener, "ADDED");
        try (GatewayProcess other = GatewayProcess.started("chat", environment.getRequiredProperty("test.database"));
                Connection lock = Superuser.begin(environment)) {
            Wire there = Wire.of(other.port(), ada);
            append(there, message, 0, "Half").at("/appendToMessage/contentLength");
            assertIncrement(next(listener, "APPENDED"), 0, "Half");
            lock.createStatement().execute("select from chat_messages where id = '" + message + "' for update");
            CompletableFuture<HttpResponse<String>> answer = there.sendAsync("""
                    mutation { appendToMessage(input: { messageId: "%s", offset: 4, text: "lost" }) { contentLength } }
                    """.formatted(message));
            Superuser.awaitLocked(environment, 1);
            other.kill();
            lock.rollback();
            await().until(answer::isCompletedExceptionally);
        }

        silence(message);
        streams.endSilent(Duration.ofMinutes(1), 100);

        JsonNode gone = next(listener, "CHANGED");
        assertThat(gone.at("/message/state").stringValue()).isEqualTo("UNFINISHED");
        assertThat(gone.at("/message/content").stringValue()).isEqualTo("Half");
        append(message, 4, " and half").at("/appendToMessage/contentLength");
        assertThat(next(listener, "CHANGED").at("/message/state").stringValue()).isEqualTo("STREAMING");
        assertThat(next(listener, "APPENDED").at("/increment/contentLength").intValue())
                .isEqualTo(13);
        listener.cancel();
    }

    @Test
    void areLoggedWhenTheyBeginAndWhenTheyAreWhole() {
        String message = post();
        superuser().sql("""
                        do $$ begin
                            for n in 1 .. 1000 loop
                                insert into chat_message_increments (message_id, text) values ('%s', 'token ');
                            end loop;
                        end $$""".formatted(message)).update();
        assertThat(read(message).at("/node/contentLength")).isEqualTo("6000");
        end(message, 6000, null).at("/appendToMessage/contentLength");

        assertThat(read(message).at("/node/content")).isEqualTo("token ".repeat(1000));
        assertThat(read(message).at("/node/version")).isEqualTo("2");
        assertThat(superuser()
                        .sql("select operation from changelog.change_log where row_id = ?::uuid order by id")
                        .param(message)
                        .query(String.class)
                        .list())
                .containsExactly("INSERT", "UPDATE");
    }

    @Test
    void growToAMillionCharactersAndNoMore() {
        String message = post();
        Superuser.of(environment)
                .sql("insert into chat_message_increments (message_id, text) values (?::uuid, repeat('x', 999999))")
                .param(message)
                .update();

        append(message, 999_999, "xy").blames("input.text");
        append(message, 999_999, "x").at("/appendToMessage/contentLength");
        end(message, 1_000_000, null).at("/appendToMessage/contentLength");
        assertThat(read(message).at("/node/contentLength")).isEqualTo("1000000");
    }

    private Listener listening(@Nullable String after) {
        Map<String, @Nullable Object> variables = new HashMap<>();
        variables.put("id", session);
        variables.put("after", after);
        return listen(ada, EVENTS, variables);
    }

    private static JsonNode next(Listener listener, String kind) {
        JsonNode event = listener.message().body().at("/data/chatMessageEvents");
        assertThat(event.path("kind").stringValue(null)).as(event.toString()).isEqualTo(kind);
        return event;
    }

    private static void assertIncrement(JsonNode event, int offset, String text) {
        assertThat(event.at("/increment/offset").intValue())
                .as(event.toString())
                .isEqualTo(offset);
        assertThat(event.at("/increment/text").stringValue()).isEqualTo(text);
        assertThat(event.at("/increment/contentLength").intValue())
                .isEqualTo(offset + (int) text.codePoints().count());
    }

    private String post() {
        return post("");
    }

    private String post(String content) {
        return wire.send(
                        POST,
                        Map.of(
                                "input",
                                Map.of(
                                        "sessionId",
                                        session,
                                        "role",
                                        "ASSISTANT",
                                        "content",
                                        content,
                                        "state",
                                        "STREAMING")))
                .at("/postChatMessage/message/id");
    }

    private Wire.Answer append(String message, int offset, String text) {
        return append(wire, message, offset, text);
    }

    private static Wire.Answer append(Wire wire, String message, int offset, String text) {
        return wire.send(APPEND, Map.of("input", Map.of("messageId", message, "offset", offset, "text", text)));
    }

    private Wire.Answer end(String message, int offset, @Nullable String modelMessage) {
        Map<String, @Nullable Object> input =
                new HashMap<>(Map.of("messageId", message, "offset", offset, "text", "", "isLast", true));
        input.put("modelMessage", modelMessage == null ? null : Wire.JSON.readTree(modelMessage));
        return wire.send(APPEND, Map.of("input", input));
    }

    private Wire.Answer read(String message) {
        return wire.send(MESSAGE, Map.of("id", message));
    }

    private int increments(String message) {
        return superuser()
                .sql("select count(*) from chat_message_increments where message_id = ?::uuid")
                .param(message)
                .query(Integer.class)
                .single();
    }

    /** Makes the last sign of the writer one of long ago. */
    private void silence(String message) {
        superuser().sql("""
                        begin;
                        set local session_replication_role = replica;
                        update chat_messages set updated_at = now() - interval '2 minutes' where id = '%1$s';
                        update chat_message_increments set created_at = now() - interval '2 minutes' where message_id = '%1$s';
                        commit""".formatted(message)).update();
    }
}
