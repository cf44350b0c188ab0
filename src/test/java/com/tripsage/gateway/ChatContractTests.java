package com.tripsage.gateway;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.live.Listener;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What a frontend and an agent send for their conversation, as it stands in the contract. */
class ChatContractTests extends ContractTest {

    private static final Map<String, String> TRIP = operations("trip");

    @Test
    void answersMessagesOfModels() {
        String session = session();

        Wire.Answer imported = ask("ImportChatMessages", """
                { "sessionId": "%s", "messages": [
                  { "modelMessage": { "role": "user", "content": "Which bridge?" }, "createdAt": "2026-04-01T10:00:00Z" },
                  { "modelMessage": { "role": "assistant", "content": null, "tool_calls": [{ "id": "call_1", "type": "function",
                                      "function": { "name": "search", "arguments": "{}" } }] } },
                  { "modelMessage": { "role": "tool", "tool_call_id": "call_1", "content": "25 de Abril" } }] }""".formatted(session));
        Wire.Answer read = ask("ModelMessages", "{ \"id\": \"%s\", \"first\": 100 }".formatted(session));

        assertThat(imported.each("/importChatMessages/messages", "/role")).containsExactly("USER", "ASSISTANT", "TOOL");
        assertThat(imported.at("/importChatMessages/messages/0/createdAt")).isEqualTo("2026-04-01T10:00:00Z");
        assertThat(imported.at("/importChatMessages/messages/2/toolCallId")).isEqualTo("call_1");
        assertThat(read.json().at("/data/chatSession/messages/nodes/1/modelMessage"))
                .isEqualTo(Wire.JSON.readTree("""
                        { "role": "assistant", "content": null, "tool_calls": [{ "id": "call_1", "type": "function",
                          "function": { "name": "search", "arguments": "{}" } }] }"""));
        assertThat(send("ChatHistory", "{ \"id\": \"%s\", \"last\": 50 }".formatted(session))
                        .each("/chatSession/messages/edges", "/node/content"))
                .as("of a client that knows texts alone")
                .containsExactly("Which bridge?", "", "25 de Abril");
    }

    @Test
    void deliversAMessageThatIsBeingWritten() {
        String session = session();
        Listener listener = listen(ada, requireNonNull(TRIP.get("ChatMessageEvents")), Map.of("sessionId", session));
        assertThat(event(listener, "SUBSCRIBED").path("message").isNull()).isTrue();

        String message = ask("BeginMessage", """
                { "input": { "sessionId": "%s", "role": "ASSISTANT", "content": "", "state": "STREAMING" } }""".formatted(session)).at("/postChatMessage/message/id");
        event(listener, "ADDED");
        ask("AppendToMessage", """
                { "input": { "messageId": "%s", "offset": 0, "text": "The bridge" } }""".formatted(message)).at("/appendToMessage/contentLength");
        assertThat(event(listener, "APPENDED").at("/increment/text").stringValue())
                .isEqualTo("The bridge");
        ask("AppendToMessage", """
                { "input": { "messageId": "%s", "offset": 10, "text": ".", "isLast": true } }""".formatted(message)).at("/appendToMessage/contentLength");
        assertThat(event(listener, "CHANGED").at("/message/state").stringValue())
                .isEqualTo("COMPLETE");

        assertThat(ask("UpdateChatMessage", """
                        { "input": { "id": "%s", "expectedVersion": 2, "content": "This bridge." } }""".formatted(message)).at("/updateChatMessage/message/version"))
                .isEqualTo("3");
        assertThat(event(listener, "CHANGED").at("/message/content").stringValue())
                .isEqualTo("This bridge.");
        ask("DeleteChatMessage", "{ \"id\": \"%s\" }".formatted(message)).at("/deleteChatMessage/deletedId");
        assertThat(event(listener, "DELETED").path("message").isNull()).isTrue();
        listener.cancel();
    }

    private static JsonNode event(Listener listener, String kind) {
        JsonNode event = listener.message().body().at("/data/chatMessageEvents");
        assertThat(event.path("kind").stringValue(null)).as(event.toString()).isEqualTo(kind);
        return event;
    }

    private String session() {
        return send("StartChatSession", "{ \"input\": { \"title\": \"Bridges\" } }")
                .at("/startChatSession/chatSession/id");
    }

    private Wire.Answer ask(String operation, String variables) {
        return wire.send(requireNonNull(TRIP.get(operation), operation), variables);
    }
}
