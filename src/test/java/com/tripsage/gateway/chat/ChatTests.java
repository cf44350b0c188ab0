package com.tripsage.gateway.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.RunningGateway;
import com.tripsage.gateway.Superuser;
import com.tripsage.gateway.Together;
import com.tripsage.gateway.Traveller;
import com.tripsage.gateway.Wire;
import io.micrometer.core.instrument.DistributionSummary;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChatTests extends RunningGateway {

    private static final String START = """
            mutation ($input: StartChatSessionInput!) {
              startChatSession(input: $input) { chatSession { id title agentUsed sessionState messageCount version } }
            }""";

    private static final String UPDATE = """
            mutation ($input: UpdateChatSessionInput!) {
              updateChatSession(input: $input) { chatSession { title agentUsed sessionState } }
            }""";

    private static final String DELETE = "mutation ($id: ID!) { deleteChatSession(id: $id) { deletedId } }";

    private static final String POST = """
            mutation ($input: PostChatMessageInput!) {
              postChatMessage(input: $input) { message { id content metadata toolCalls session { messageCount } } }
            }""";

    private static final String HISTORY = """
            query ($id: ID!, $first: Int, $after: String, $last: Int, $before: String) {
              chatSession(id: $id) {
                messageCount
                messages(first: $first, after: $after, last: $last, before: $before) {
                  edges { node { content } }
                  pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
                  totalCount
                }
              }
            }""";

    private static final String EVERYTHING = """
            {
              chatSessions(first: 100) {
                edges { node { messages(last: 2) { totalCount edges { node { content session { id } } } } } }
              }
            }""";

    Wire ada;
    Wire bob;
    String session;

    @BeforeEach
    void arrive() {
        ada = Wire.of(port, Traveller.known(port));
        bob = Wire.of(port, Traveller.known(port));
        session = start(ada, "Lisbon plans");
    }

    @Test
    void readsFromTheNewestBackward() {
        for (int i = 1; i <= 25; i++) {
            post(ada, session, "message " + i).at("/postChatMessage/message/id");
        }
        List<String> seen = new ArrayList<>();
        String before = null;
        Wire.Answer page;
        do {
            page = history("last", 10, "before", before);
            seen.addAll(0, page.each("/chatSession/messages/edges", "/node/content"));
            before = page.at("/chatSession/messages/pageInfo/startCursor");
            assertThat(page.at("/chatSession/messages/totalCount")).isEqualTo("25");
            post(ada, session, "meanwhile").at("/postChatMessage/message/id");
            Superuser.of(environment)
                    .sql("delete from chat_messages where session_id = ?::uuid and content = 'meanwhile'")
                    .param(session)
                    .update();
        } while (page.at("/chatSession/messages/pageInfo/hasPreviousPage").equals("true"));

        assertThat(seen)
                .isEqualTo(IntStream.rangeClosed(1, 25)
                        .mapToObj(i -> "message " + i)
                        .toList());
    }

    @Test
    void readsFromTheOldestForward() {
        for (int i = 1; i <= 5; i++) {
            post(ada, session, "message " + i).at("/postChatMessage/message/id");
        }

        Wire.Answer first = history("first", 3);
        Wire.Answer rest = history("first", 3, "after", first.at("/chatSession/messages/pageInfo/endCursor"));

        assertThat(first.each("/chatSession/messages/edges", "/node/content"))
                .containsExactly("message 1", "message 2", "message 3");
        assertThat(rest.each("/chatSession/messages/edges", "/node/content")).containsExactly("message 4", "message 5");
        assertThat(rest.at("/chatSession/messages/pageInfo/hasNextPage")).isEqualTo("false");
        assertThat(rest.at("/chatSession/messages/pageInfo/hasPreviousPage")).isEqualTo("true");
    }

    @Test
    void keepsMessagesOfOneMomentApart() {
        Superuser.of(environment)
                .sql("insert into chat_messages (session_id, role, content) select ?::uuid, 'user', n::text"
                        + " from generate_series(1, 9) n")
                .param(session)
                .update();
        List<String> seen = new ArrayList<>();
        String before = null;
        Wire.Answer page;
        do {
            page = history("last", 2, "before", before);
            seen.addAll(page.each("/chatSession/messages/edges", "/node/content"));
            before = page.at("/chatSession/messages/pageInfo/startCursor");
        } while (page.at("/chatSession/messages/pageInfo/hasPreviousPage").equals("true"));

        assertThat(seen).containsExactlyInAnyOrder("1", "2", "3", "4", "5", "6", "7", "8", "9");
    }

    @Test
    void refusesWrongPages() {
        assertThat(history("last", 0).codes()).containsExactly("BAD_USER_INPUT");
        assertThat(history("first", 101).codes()).containsExactly("BAD_USER_INPUT");
        assertThat(history("last", 1, "before", "x").codes()).containsExactly("BAD_USER_INPUT");
        ada.send("{ chatSessions(first: 0) { totalCount } }").blames("first");
        ada.send("{ chatSessions(after: \"x\") { totalCount } }").blames("after");
    }

    @Test
    void countsExactly() {
        assertThat(post(ada, session, "one").at("/postChatMessage/message/session/messageCount"))
                .isEqualTo("1");
        Superuser.of(environment)
                .sql("insert into chat_messages (session_id, role, content) select ?::uuid, 'assistant', 'sql'"
                        + " from generate_series(1, 3)")
                .param(session)
                .update();
        Together.run(8, i -> post(ada, session, "many").at("/postChatMessage/message/id"));
        assertThat(history("last", 1).at("/chatSession/messageCount")).isEqualTo("12");
        assertThat(history("last", 1).at("/chatSession/messages/totalCount")).isEqualTo("12");

        Superuser.of(environment)
                .sql("delete from chat_messages where session_id = ?::uuid and role = 'assistant'")
                .param(session)
                .update();
        assertThat(history("last", 1).at("/chatSession/messageCount")).isEqualTo("9");
    }

    @Test
    void readsTheMessagesOfManySessionsInAsManyStatementsAsOfOne() {
        post(ada, session, "one").at("/postChatMessage/message/id");
        double ofOne = statementsOf(EVERYTHING);
        for (int i = 0; i < 19; i++) {
            String other = start(ada, "Session " + i);
            post(ada, other, "a").at("/postChatMessage/message/id");
            post(ada, other, "b").at("/postChatMessage/message/id");
            post(ada, other, "c").at("/postChatMessage/message/id");
        }

        double ofTwenty = statementsOf(EVERYTHING);

        assertThat(ofTwenty).isEqualTo(ofOne);
        Wire.Answer answer = ada.send(EVERYTHING);
        assertThat(answer.each("/chatSessions/edges", "/node/messages/totalCount"))
                .hasSize(20)
                .startsWith("3")
                .endsWith("1");
        assertThat(answer.each("/chatSessions/edges/0/node/messages/edges", "/node/content"))
                .containsExactly("b", "c");
    }

    @Test
    void readsSeveralPagesOfOneSession() {
        for (String content : List.of("a", "b", "c")) {
            post(ada, session, content).at("/postChatMessage/message/id");
        }

        Wire.Answer answer = ada.send("""
                query ($id: ID!) {
                  chatSession(id: $id) {
                    oldest: messages(first: 1) { edges { node { content } } }
                    newest: messages(last: 1) { edges { node { content } } }
                    all: messages { edges { node { content } } }
                  }
                }""", Map.of("id", session));

        assertThat(answer.each("/chatSession/oldest/edges", "/node/content")).containsExactly("a");
        assertThat(answer.each("/chatSession/newest/edges", "/node/content")).containsExactly("c");
        assertThat(answer.each("/chatSession/all/edges", "/node/content")).containsExactly("a", "b", "c");
    }

    @Test
    void listsTheLatestActivityFirst() {
        String other = start(ada, "Oslo plans");
        post(ada, session, "again").at("/postChatMessage/message/id");

        Wire.Answer first =
                ada.send("{ chatSessions(first: 1) { totalCount edges { node { id } } pageInfo { endCursor } } }");
        Wire.Answer second = ada.send(
                "query ($after: String) { chatSessions(first: 1, after: $after) { edges { node { id } } } }",
                Map.of("after", first.at("/chatSessions/pageInfo/endCursor")));

        assertThat(first.each("/chatSessions/edges", "/node/id")).containsExactly(session);
        assertThat(first.at("/chatSessions/totalCount")).isEqualTo("2");
        assertThat(second.each("/chatSessions/edges", "/node/id")).containsExactly(other);
    }

    @Test
    void startsWithWhatIsGiven() {
        Wire.Answer full = ada.send(
                START,
                Map.of("input", Map.of("title", "Oslo", "agentUsed", "planner", "sessionState", Map.of("step", 1))));
        Wire.Answer empty = ada.send(START, Map.of("input", Map.of()));

        assertThat(full.at("/startChatSession/chatSession")).contains("""
                        "title":"Oslo","agentUsed":"planner","sessionState":{"step":1},"messageCount":0,"version":1""");
        assertThat(empty.at("/startChatSession/chatSession"))
                .contains("\"title\":\"\",\"agentUsed\":null,\"sessionState\":{}");
        ada.send(START, Map.of("input", Map.of("title", "x".repeat(256), "agentUsed", "x".repeat(101))))
                .blames("input.title", "input.agentUsed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\u00A0", "\u200B\uFEFF", "\n\t\u3000"})
    void aMessageSaysSomethingOrCallsTools(String content) {
        post(ada, session, content).blames("input.content");
        for (Object none : List.of(List.of(), Map.of())) {
            call(content, none).blames("input.content");
        }

        assertThat(call(content, List.of(Map.of("name", "searchFlights", "arguments", Map.of("to", "BKK"))))
                        .at("/postChatMessage/message/content"))
                .isEqualTo(content);
        assertThat(call(content, Map.of("name", "searchFlights")).at("/postChatMessage/message/toolCalls"))
                .isEqualTo("{\"name\":\"searchFlights\"}");
    }

    private Wire.Answer call(String content, Object tools) {
        return ada.send(
                POST,
                Map.of(
                        "input",
                        Map.of("sessionId", session, "role", "ASSISTANT", "content", content, "toolCalls", tools)));
    }

    @Test
    void keepsWhatIsPosted() {
        Wire.Answer answer = ada.send(POST, """
                {"input":{"sessionId":"%s","role":"ASSISTANT","content":" \\n😀 ","toolCalls":[{"name":"search","arguments":null}],
                 "metadata":{"n":123456789012345678901234567890}}}""".formatted(session));

        assertThat(answer.at("/postChatMessage/message/content")).isEqualTo(" \n😀 ");
        assertThat(answer.at("/postChatMessage/message/toolCalls"))
                .isEqualTo("[{\"name\":\"search\",\"arguments\":null}]");
        assertThat(answer.at("/postChatMessage/message/metadata")).isEqualTo("{\"n\":123456789012345678901234567890}");
        post(ada, session, "").blames("input.content");
        post(ada, session, "x".repeat(100_001)).blames("input.content");
        post(ada, session, "x".repeat(100_000)).at("/postChatMessage/message/id");
    }

    @Test
    void belongsToNobodyElse() {
        String message = post(ada, session, "Secret").at("/postChatMessage/message/id");

        assertThat(bob.send(HISTORY, Map.of("id", session)).at("/chatSession")).isEqualTo("null");
        assertThat(bob.send("{ chatSessions { totalCount } }").at("/chatSessions/totalCount"))
                .isEqualTo("0");
        for (String id : List.of(session, message)) {
            assertThat(bob.send("query ($id: ID!) { node(id: $id) { id } }", Map.of("id", id))
                            .at("/node"))
                    .isEqualTo("null");
        }
        post(bob, session, "Mine").isRefused("NOT_FOUND");
        update(bob, "title", "Mine").isRefused("NOT_FOUND");
        bob.send(DELETE, Map.of("id", session)).isRefused("NOT_FOUND");
        assertThat(history("last", 5).each("/chatSession/messages/edges", "/node/content"))
                .containsExactly("Secret");
    }

    @Test
    void changesWhatIsGiven() {
        assertThat(update(ada, "agentUsed", "planner").at("/updateChatSession/chatSession"))
                .isEqualTo("{\"title\":\"Lisbon plans\",\"agentUsed\":\"planner\",\"sessionState\":{}}");
        assertThat(update(ada, "sessionState", Map.of("step", 2)).at("/updateChatSession/chatSession"))
                .isEqualTo("{\"title\":\"Lisbon plans\",\"agentUsed\":\"planner\",\"sessionState\":{\"step\":2}}");
        assertThat(update(ada, "title", null).at("/updateChatSession/chatSession"))
                .isEqualTo("{\"title\":\"\",\"agentUsed\":\"planner\",\"sessionState\":{\"step\":2}}");
        ada.send(UPDATE, Map.of("input", Map.of("id", session, "expectedVersion", 1, "title", "Late")))
                .isRefused("CONFLICT");
        update(ada, "title", "x".repeat(256)).blames("input.title");
    }

    @Test
    void goesWithItsMessages() {
        String message = post(ada, session, "Gone").at("/postChatMessage/message/id");

        assertThat(ada.send(DELETE, Map.of("id", session)).at("/deleteChatSession/deletedId"))
                .isEqualTo(session);

        ada.send(DELETE, Map.of("id", session)).isRefused("NOT_FOUND");
        post(ada, session, "Late").isRefused("NOT_FOUND");
        assertThat(ada.send("query ($id: ID!) { node(id: $id) { id } }", Map.of("id", message))
                        .at("/node"))
                .isEqualTo("null");
    }

    private double statementsOf(String document) {
        DistributionSummary statements =
                meters.get("gateway.operation.statements").tag("access", "read").summary();
        double before = statements.totalAmount();
        long operations = statements.count();
        ada.send(document).at("");
        assertThat(statements.count()).isEqualTo(operations + 1);
        return statements.totalAmount() - before;
    }

    private static String start(Wire by, String title) {
        return by.send(START, Map.of("input", Map.of("title", title))).at("/startChatSession/chatSession/id");
    }

    private static Wire.Answer post(Wire by, String session, String content) {
        return by.send(
                POST,
                Map.of("input", Map.of("sessionId", UUID.fromString(session), "role", "USER", "content", content)));
    }

    private Wire.Answer update(Wire by, String field, @Nullable Object value) {
        Map<String, @Nullable Object> input = new HashMap<>();
        input.put("id", session);
        input.put(field, value);
        return by.send(UPDATE, Map.of("input", input));
    }

    /** Names and values in turn. */
    private Wire.Answer history(@Nullable Object... variables) {
        Map<String, @Nullable Object> named = new HashMap<>();
        named.put("id", session);
        for (int i = 0; i < variables.length; i += 2) {
            named.put(String.valueOf(variables[i]), variables[i + 1]);
        }
        return ada.send(HISTORY, named);
    }
}
