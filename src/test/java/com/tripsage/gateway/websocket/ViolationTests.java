package com.tripsage.gateway.websocket;

import static com.tripsage.gateway.websocket.SocketClient.init;
import static com.tripsage.gateway.websocket.SocketClient.subscribe;
import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.http.FakeLive.Subscription;
import com.tripsage.gateway.http.RawConnection;
import com.tripsage.gateway.security.Tokens;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What closes a socket: whatever graphql-transport-ws does not allow. */
class ViolationTests extends ProtocolTest {

    @ParameterizedTest
    @ValueSource(strings = {"subscription { n }", "{ slow }"})
    void closesWhenAnIdIsInUse(String document) throws Exception {
        try (SocketClient client = acknowledged()) {
            client.send(subscribe("a", document));
            client.send(subscribe("a", "{ me }"));

            client.expectClose(4409, "Subscriber for a already exists");
        }
        if (document.startsWith("subscription")) {
            Subscription subscription = live.subscription();
            Eventually.is(() -> subscription.cancellations.get() == 1);
        }
    }

    @Test
    void namesALongIdInShort() throws Exception {
        try (SocketClient client = acknowledged()) {
            String id = "ä".repeat(200);
            client.send(subscribe(id, "{ slow }"));
            client.send(subscribe(id, "{ slow }"));

            client.expectClose(4409, "Subscriber for " + "ä".repeat(38) + "… already exists");
        }
    }

    @Test
    void closesBeforeItIsAcknowledged() throws Exception {
        try (SocketClient client = SocketClient.open(port)) {
            client.send(subscribe("a", "{ me }"));
            client.expectClose(4401, "Unauthorized");
        }
    }

    @Test
    void closesAtASecondInitialisation() throws Exception {
        try (SocketClient client = acknowledged()) {
            client.send(init(Tokens.valid()));
            client.expectClose(4429, "Too many initialisation requests");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "null",
                "[]",
                "1",
                "'ping'",
                "{} {}",
                "{}",
                "{'type':null}",
                "{'type':1}",
                "{'type':'PING'}",
                "{'type':'start','id':'a','payload':{'query':'{ me }'}}",
                "{'type':'next','id':'a','payload':{}}",
                "{'type':'error','id':'a','payload':[]}",
                "{'type':'connection_ack'}",
                "{'type':'ping','type':'ping'}",
                "{'type':'ping','payload':1}",
                "{'type':'ping','payload':[]}",
                "{'type':'pong','payload':'text'}",
                "{'type':'ping','payload':{'half':'\\ud800'}}",
                "{'type':'complete'}",
                "{'type':'complete','id':''}",
                "{'type':'complete','id':1}",
                "{'type':'subscribe','payload':{'query':'{ me }'}}",
                "{'type':'subscribe','id':null,'payload':{'query':'{ me }'}}",
                "{'type':'subscribe','id':'','payload':{'query':'{ me }'}}",
                "{'type':'subscribe','id':7,'payload':{'query':'{ me }'}}",
                "{'type':'subscribe','id':'\\ud800','payload':{'query':'{ me }'}}",
                "{'type':'subscribe','id':'a'}",
                "{'type':'subscribe','id':'a','payload':null}",
                "{'type':'subscribe','id':'a','payload':'{ me }'}",
                "{'type':'subscribe','id':'a','payload':{}}",
                "{'type':'subscribe','id':'a','payload':{'query':null}}",
                "{'type':'subscribe','id':'a','payload':{'query':1}}",
                "{'type':'subscribe','id':'a','payload':{'query':'{ me }','operationName':1}}",
                "{'type':'subscribe','id':'a','payload':{'query':'{ me }','variables':[]}}",
                "{'type':'subscribe','id':'a','payload':{'query':'{ me }','variables':'{}'}}",
                "{'type':'subscribe','id':'a','payload':{'query':'{ me }','extensions':1}}"
            })
    void closesAtAnInvalidMessage(String message) throws Exception {
        try (SocketClient client = acknowledged()) {
            client.send(message);
            assertThat(client.closeCode()).isEqualTo(4400);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{                                         | The message is not valid JSON",
                "{}                                        | The message needs a \"type\", which has to be a string",
                "{'type':'starte'}                         | A client can't send a message of the type \"starte\"",
                "{'type':'subscribe','id':'a','payload':{}} | The parameter \"query\" is missing"
            })
    void tellsWhatIsWrongWithAMessage(String message, String reason) throws Exception {
        try (SocketClient client = acknowledged()) {
            client.send(message);
            client.expectClose(4400, reason);
        }
    }

    @Test
    void keepsAReasonAsShortAsAFrameAllows() throws Exception {
        try (SocketClient client = acknowledged()) {
            client.send("{'type':'%s'}".formatted("😀".repeat(1000)));
            client.expectClose(4400, "A client can't send a message of the type \"" + "😀".repeat(19) + "…");
        }
    }

    @Test
    void closesAtABinaryMessage() throws Exception {
        try (SocketClient client = acknowledged()) {
            client.open()
                    .sendBinary(StandardCharsets.UTF_8.encode("{\"type\":\"ping\"}"), true)
                    .join();
            client.expectClose(4400, "Messages have to be text");
        }
    }

    @Test
    void doesNothingMoreAfterAViolation() throws Exception {
        try (SocketClient client = acknowledged()) {
            client.sendTogether("{'type':'nonsense'}", subscribe("a", "subscription { n }"));
            assertThat(client.closeCode()).isEqualTo(4400);
        }
        try (SocketClient client = acknowledged()) {
            client.send(subscribe("b", "subscription { b }"));
            assertThat(live.subscription().operation.document()).isEqualTo("subscription { b }");
        }
    }

    @ParameterizedTest
    @CsvSource({"a, 1", "ä, 2", "😀, 4"})
    void takes64KibibytesAndNotOneMore(String character, int bytes) throws Exception {
        String start = "{\"type\":\"ping\",\"payload\":{\"text\":\"";
        String end = "\"}}";
        int room = 65_536 - start.length() - end.length();
        String text = character.repeat(room / bytes) + "x".repeat(room % bytes);
        try (SocketClient client = acknowledged()) {
            client.sendText(start + text + end, true);
            client.expect("{'type':'pong','payload':{'text':'" + text + "'}}");
            int half = text.offsetByCodePoints(0, text.codePointCount(0, text.length()) / 2);
            client.sendText(start + text.substring(0, half), false);
            client.sendText(text.substring(half) + end, true);
            client.expect("{'type':'pong','payload':{'text':'" + text + "'}}");

            client.sendText(start + text + "x" + end, true);
            client.expectClose(1009, "A message may have 65536 bytes");
        }
    }

    @Test
    void closesWhereTextIsNotInUtf8() throws Exception {
        try (RawConnection connection = RawConnection.webSocket(port)) {
            connection.send("\u0081\u0082\0\0\0\0\u00c3(");

            // a close frame of some length, then 1007
            assertThat(connection.readAnswer()).matches("(?s)\u0088.\u0003\u00ef.*");
        }
    }
}
