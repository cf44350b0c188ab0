package com.tripsage.gateway.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.RunningGateway;
import com.tripsage.gateway.Superuser;
import com.tripsage.gateway.Traveller;
import com.tripsage.gateway.Wire;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Messages as the APIs of models have them. */
class ModelMessageTests extends RunningGateway {

    private static final String IMPORT = """
            mutation ($id: ID!, $messages: [ImportedChatMessage!]!) {
              importChatMessages(sessionId: $id, messages: $messages) {
                messages { id role content contentLength parts toolCalls toolCallId name createdAt modelMessage state version }
              }
            }""";

    private static final String HISTORY = """
            query ($id: ID!) {
              chatSession(id: $id) {
                messageCount
                messages(first: 100) { edges { node { id content createdAt modelMessage } } }
              }
            }""";

    private static final String UPDATE = """
            mutation ($input: UpdateChatMessageInput!) {
              updateChatMessage(input: $input) { message { content parts toolCalls metadata modelMessage version } }
            }""";

    private static final String DELETE = "mutation ($id: ID!) { deleteChatMessage(id: $id) { deletedId } }";

    Wire ada;
    Wire bob;
    String session;

    @BeforeEach
    void arrive() {
        ada = Wire.of(port, Traveller.known(port));
        bob = Wire.of(port, Traveller.known(port));
        session = ada.send("mutation { startChatSession(input: {}) { chatSession { id } } }")
                .at("/startChatSession/chatSession/id");
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai", "anthropic"})
    void comeBackEqual(String format) throws IOException {
        JsonNode messages = messages(format);

        JsonNode imported = body(importAll(messages)).at("/data/importChatMessages/messages");
        JsonNode read = body(ada.send(HISTORY, Map.of("id", session)));

        assertThat(each(imported)).isEqualTo(List.copyOf(messages.values()));
        assertThat(read.at("/data/chatSession/messages/edges").valueStream().map(edge -> edge.at("/node/modelMessage")))
                .containsExactlyElementsOf(messages.values());
        assertThat(read.at("/data/chatSession/messageCount").intValue()).isEqualTo(messages.size());
    }

    @Test
    void haveTheirTextForClientsThatKnowNothingElse() throws IOException {
        JsonNode openAi = body(importAll(messages("openai"))).at("/data/importChatMessages/messages");
        JsonNode anthropic = body(importAll(messages("anthropic"))).at("/data/importChatMessages/messages");

        assertThat(openAi.at("/3/content").stringValue()).isEmpty();
        assertThat(openAi.at("/3/toolCalls").size()).isEqualTo(3);
        assertThat(openAi.at("/5/role").stringValue()).isEqualTo("TOOL");
        assertThat(openAi.at("/5/toolCallId").stringValue()).isEqualTo("call_2kQ");
        assertThat(openAi.at("/5/content").stringValue()).isEqualTo("21 °C\nsunny ☀️");
        assertThat(openAi.at("/5/contentLength").intValue()).isEqualTo(14);
        assertThat(openAi.at("/2/name").stringValue()).isEqualTo("ada");
        assertThat(anthropic.at("/1/content").stringValue()).isEqualTo("Let me look.");
        assertThat(anthropic.at("/1/parts").size()).isEqualTo(5);
    }

    @Test
    void keepTheOrderOfTheImportAndTheirOwnTime() {
        List<Map<String, Object>> messages = new ArrayList<>();
        for (int n = 0; n < 20; n++) {
            messages.add(Map.of(
                    "modelMessage",
                    Map.of("role", "user", "content", "n" + n),
                    "createdAt",
                    "2024-01-%02dT10:00:00Z".formatted(20 - n)));
        }
        String before = activity();
        send(messages).at("/importChatMessages/messages/0/id");

        Wire.Answer read = ada.send(HISTORY, Map.of("id", session));

        assertThat(read.each("/chatSession/messages/edges", "/node/content"))
                .startsWith("n0", "n1")
                .endsWith("n19")
                .hasSize(20);
        assertThat(read.at("/chatSession/messages/edges/0/node/createdAt")).isEqualTo("2024-01-20T10:00:00Z");
        assertThat(activity()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "[] | must be an object",
                "{\"content\": \"x\"} | must have a role: assistant, developer, function, system, tool, user",
                "{\"role\": \"oracle\", \"content\": \"x\"} | must have a role: assistant, developer, function, system, tool, user",
                "{\"role\": \"tool\", \"content\": \"x\"} | must have a tool_call_id, as a message of a tool",
                "{\"role\": \"assistant\", \"content\": null} | must have content, tool calls, or something else to say",
                "{\"role\": \"user\", \"name\": \"x\"} | must have content, tool calls, or something else to say",
                "{\"role\": \"user\", \"content\": 5} | must have a text, a list of parts or null as content"
            })
    void areRefusedWhereTheyMakeNoSense(String message, String problem) {
        Wire.Answer answer = ada.send(IMPORT, """
                {"id": "%s", "messages": [{"modelMessage": {"role": "user", "content": "x"}}, {"modelMessage": %s}]}""".formatted(session, message));

        answer.blames("messages[1].modelMessage");
        assertThat(answer.body()).contains(problem);
    }

    @Test
    void areRefusedWhereTheyAreTooManyOrOfTheFuture() {
        Map<String, Object> hi = Map.of("modelMessage", Map.of("role", "user", "content", "Hi"));
        send(Collections.nCopies(501, hi)).blames("messages");
        send(List.of()).blames("messages");
        send(List.of(hi, Map.of("modelMessage", hi.get("modelMessage"), "createdAt", "2099-01-01T00:00:00Z")))
                .blames("messages[1].createdAt");
        send(List.of(Map.of("modelMessage", Map.of("role", "user", "content", "x".repeat(1_000_001)))))
                .blames("messages[0].modelMessage");
        send(List.of(Map.of("modelMessage", Map.of("role", "user", "content", List.of(part(600_000), part(400_000))))))
                .blames("messages[0].modelMessage");
        assertThat(ada.send(IMPORT, """
                {"id": "%s", "messages": [{"modelMessage": {"role": "user", "content": "a\\u0000b"}}]}""".formatted(session)).codes()).containsExactly("BAD_USER_INPUT");
        assertThat(ada.send(IMPORT, """
                {"id": "%s", "messages": [{"modelMessage": {"role": "user", "content": "a\\ud800b"}}]}""".formatted(session)).codes()).containsExactly("BAD_USER_INPUT");
        assertThat(ada.send(HISTORY, Map.of("id", session)).at("/chatSession/messageCount"))
                .isEqualTo("0");
        send(Collections.nCopies(500, hi)).at("/importChatMessages/messages/499/id");
    }

    @Test
    void belongToNobodyElse() {
        String message = send(List.of(Map.of("modelMessage", Map.of("role", "user", "content", "Secret"))))
                .at("/importChatMessages/messages/0/id");

        bob.send(IMPORT, """
                {"id": "%s", "messages": [{"modelMessage": {"role": "user", "content": "x"}}]}""".formatted(session)).isRefused("NOT_FOUND");
        bob.send(UPDATE, Map.of("input", Map.of("id", message, "content", "x"))).isRefused("NOT_FOUND");
        bob.send(DELETE, Map.of("id", message)).isRefused("NOT_FOUND");
        assertThat(ada.send(DELETE, Map.of("id", message)).at("/deleteChatMessage/deletedId"))
                .isEqualTo(message);
        ada.send(DELETE, Map.of("id", message)).isRefused("NOT_FOUND");
        assertThat(ada.send(HISTORY, Map.of("id", session)).at("/chatSession/messageCount"))
                .isEqualTo("0");
    }

    @Test
    void followTheirChanges() {
        String message = ada.send(IMPORT, """
                {"id": "%s", "messages": [{"modelMessage": {"role": "assistant", "content": null,
                  "tool_calls": [{"id": "a"}], "usage": {"total": 1.50}}}]}""".formatted(session)).at("/importChatMessages/messages/0/id");

        assertThat(update(message, "content", "Hello").at("/updateChatMessage/message/modelMessage"))
                .isEqualTo(
                        "{\"role\":\"assistant\",\"usage\":{\"total\":1.50},\"content\":\"Hello\",\"tool_calls\":[{\"id\":\"a\"}]}");
        Wire.Answer parted = update(message, "parts", List.of(Map.of("type", "text", "text", "Olá")));
        assertThat(parted.at("/updateChatMessage/message/content")).isEqualTo("Olá");
        Wire.Answer again = update(message, "content", "Hi");
        assertThat(again.at("/updateChatMessage/message/parts")).isEqualTo("null");
        update(message, "content", null).blames("input.content");
        ada.send(UPDATE, Map.of("input", Map.of("id", message, "expectedVersion", 1, "content", "Late")))
                .isRefused("CONFLICT");
    }

    @Test
    void followOtherProgramsToo() {
        String message = send(List.of(Map.of(
                        "modelMessage",
                        Map.of("role", "user", "content", List.of(Map.of("type", "text", "text", "Hello"))))))
                .at("/importChatMessages/messages/0/id");

        Superuser.of(environment)
                .sql("update chat_messages set content = 'Hi' where id = ?::uuid")
                .param(message)
                .update();
        Superuser.of(environment)
                .sql(
                        "insert into chat_messages (session_id, role, content, tool_calls) values (?::uuid, 'assistant', '', '[{\"id\": 1}]')")
                .param(session)
                .update();

        assertThat(ada.send(HISTORY, Map.of("id", session)).each("/chatSession/messages/edges", "/node/modelMessage"))
                .containsExactly(
                        "{\"role\":\"user\",\"content\":\"Hi\"}",
                        "{\"role\":\"assistant\",\"tool_calls\":[{\"id\":1}]}");
    }

    private static JsonNode messages(String format) throws IOException {
        try (InputStream in = ModelMessageTests.class.getResourceAsStream("/chat/" + format + ".json")) {
            return Wire.JSON.readTree(Objects.requireNonNull(in));
        }
    }

    private Wire.Answer importAll(JsonNode messages) {
        return send(messages.valueStream()
                .map(message -> Map.<String, Object>of("modelMessage", message))
                .toList());
    }

    private Wire.Answer send(List<Map<String, Object>> messages) {
        return ada.send(IMPORT, Map.of("id", session, "messages", messages));
    }

    private Wire.Answer update(String message, String field, @Nullable Object value) {
        Map<String, @Nullable Object> input = new HashMap<>();
        input.put("id", message);
        input.put(field, value);
        return ada.send(UPDATE, Map.of("input", input));
    }

    private String activity() {
        return ada.send("query ($id: ID!) { chatSession(id: $id) { lastActivity } }", Map.of("id", session))
                .at("/chatSession/lastActivity");
    }

    private static List<JsonNode> each(JsonNode messages) {
        return messages.valueStream()
                .map(message -> message.at("/modelMessage"))
                .toList();
    }

    private static JsonNode body(Wire.Answer answer) {
        return answer.json();
    }

    private static Map<String, Object> part(int length) {
        return Map.of("type", "text", "text", "x".repeat(length));
    }
}
