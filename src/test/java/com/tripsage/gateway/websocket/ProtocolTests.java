package com.tripsage.gateway.websocket;

import static com.tripsage.gateway.websocket.SocketClient.subscribe;
import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.http.FakeLive.Subscription;
import com.tripsage.gateway.security.Tokens;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The rules of graphql-transport-ws for operations, one by one. */
class ProtocolTests extends ProtocolTest {

    @Test
    void acceptsTheSubprotocol() {
        try (SocketClient client = SocketClient.open(port)) {
            assertThat(client.open().getSubprotocol()).isEqualTo(SocketClient.SUBPROTOCOL);
        }
    }

    @Test
    void choosesTheSubprotocolAmongOthers() {
        try (SocketClient client =
                SocketClient.open(port, builder -> builder.subprotocols("graphql-ws", SocketClient.SUBPROTOCOL))) {
            assertThat(client.open().getSubprotocol()).isEqualTo(SocketClient.SUBPROTOCOL);
        }
    }

    @Test
    void closesWithoutTheSubprotocol() throws Exception {
        try (SocketClient client = SocketClient.open(port, builder -> builder)) {
            client.expectClose(4406, "Subprotocol not acceptable");
        }
    }

    @Test
    void runsAQuery() throws Exception {
        try (SocketClient client = acknowledged()) {
            client.send(subscribe("a", "{ me }"));

            client.expect("{'id':'a','type':'next','payload':{'data':{'me':'%s'}}}".formatted(Tokens.SUBJECT));
            client.expect("{'id':'a','type':'complete'}");
        }
    }

    @Test
    void runsAMutation() throws Exception {
        try (SocketClient client = acknowledged()) {
            client.send(subscribe("a", "mutation { touch }"));

            client.expect("{'id':'a','type':'next','payload':{'data':{'touch':'touched'}}}");
            client.expect("{'id':'a','type':'complete'}");
        }
    }

    @Test
    void takesVariablesAndTheNameOfAnOperation() throws Exception {
        try (SocketClient client = acknowledged()) {
            client.send(
                    "{'id':'a','type':'subscribe','payload':{'query':'query A { me } query B($v: Any) { echo(value: $v) }',"
                            + "'operationName':'B','variables':{'v':[1.10,{'x':null}]},'extensions':{'any':1}}}");

            assertThat(client.next())
                    .isEqualTo(
                            "{\"id\":\"a\",\"type\":\"next\",\"payload\":{\"data\":{\"echo\":[1.10,{\"x\":null}]}}}");
        }
    }

    @Test
    void sendsTheErrorsOfAnInvalidDocumentAsError() throws Exception {
        try (SocketClient client = acknowledged()) {
            client.send(subscribe("a", "{ nothing }"));

            JsonNode error = client.nextJson();
            assertThat(error.path("type").stringValue()).isEqualTo("error");
            assertThat(error.path("id").stringValue()).isEqualTo("a");
            assertThat(error.at("/payload/0/message").isString()).isTrue();
            client.expectSilence();
            // and the id is free again
            client.send(subscribe("a", "{ me }"));
            assertThat(client.nextJson().path("type").stringValue()).isEqualTo("next");
        }
    }

    @Test
    void logsAnOperationUnderAnIdOfItsOwn() throws Exception {
        try (SocketClient client = acknowledged()) {
            List<String> ids = new ArrayList<>();
            for (String id : List.of("a", "b")) {
                client.send(subscribe(id, "{ loggedAs }"));
                ids.add(client.nextJson().at("/payload/data/loggedAs").stringValue());
                client.next();
            }

            assertThat(ids).doesNotHaveDuplicates().allSatisfy(id -> assertThat(UUID.fromString(id))
                    .hasToString(id));
        }
    }

    @Test
    void streamsASubscription() throws Exception {
        try (SocketClient client = acknowledged()) {
            client.send(subscribe("a", "subscription { n }"));
            Subscription subscription = live.subscription();
            subscription.next(1);
            client.expect("{'id':'a','type':'next','payload':{'data':{'n':1}}}");
            subscription.next(2);
            client.expect("{'id':'a','type':'next','payload':{'data':{'n':2}}}");
            subscription.outlet.complete();
            client.expect("{'id':'a','type':'complete'}");

            Assertions.assertThatThrownBy(() -> subscription.next(3)).isInstanceOf(IOException.class);
            client.expectSilence();
            assertThat(subscription.cancellations).hasValue(0);
        }
    }

    @Test
    void endsASubscriptionWithItsErrors() throws Exception {
        try (SocketClient client = acknowledged()) {
            client.send(subscribe("a", "subscription { n }"));
            live.subscription().outlet.error("[{\"message\":\"No more\"}]");

            client.expect("{'id':'a','type':'error','payload':[{'message':'No more'}]}");
            client.expectSilence();
        }
    }

    @Test
    void sendsNothingForAnOperationThatTheClientCompleted() throws Exception {
        try (SocketClient client = acknowledged()) {
            client.send(subscribe("a", "subscription { n }"));
            Subscription subscription = live.subscription();
            client.send("{'id':'a','type':'complete'}");
            client.expectSilence();

            Assertions.assertThatThrownBy(() -> subscription.next(1)).isInstanceOf(IOException.class);
            Assertions.assertThatThrownBy(subscription.outlet::complete).isInstanceOf(IOException.class);
            client.expectSilence();
            assertThat(subscription.cancellations).hasValue(1);

            client.send(subscribe("a", "subscription { n }"));
            live.subscription().next(5);
            client.expect("{'id':'a','type':'next','payload':{'data':{'n':5}}}");
        }
    }

    @Test
    void sendsNoResultOfAQueryThatTheClientCompleted() throws Exception {
        try (SocketClient client = acknowledged()) {
            client.send(subscribe("a", "{ slow }"));
            client.send("{'id':'a','type':'complete'}");
            client.send(subscribe("b", "{ slow }"));

            assertThat(client.nextJson().path("id").stringValue()).isEqualTo("b");
            client.expect("{'id':'b','type':'complete'}");
            client.expectSilence();
        }
    }

    @Test
    void ignoresTheCompletionOfAnOperationThatIsOver() throws Exception {
        try (SocketClient client = acknowledged()) {
            client.send("{'id':'never','type':'complete'}");
            client.expectSilence();
        }
    }

    @Test
    void cancelsEverythingOnceWhenTheClientGoes() throws Exception {
        List<Subscription> subscriptions = new ArrayList<>();
        try (SocketClient client = acknowledged()) {
            for (String id : List.of("a", "b")) {
                client.send(subscribe(id, "subscription { n }"));
                subscriptions.add(live.subscription());
            }
            client.open().sendClose(1000, "bye").join();
            client.closeCode();
        }
        for (Subscription subscription : subscriptions) {
            Eventually.is(() -> subscription.cancellations.get() == 1);
            Assertions.assertThatThrownBy(() -> subscription.next(1)).isInstanceOf(IOException.class);
            assertThat(subscription.cancellations).hasValue(1);
        }
    }

    @Test
    void cancelsEverythingWhenTheConnectionBreaks() throws Exception {
        SocketClient client = acknowledged();
        client.send(subscribe("a", "subscription { n }"));
        Subscription subscription = live.subscription();
        client.open().abort();

        Eventually.is(() -> subscription.cancellations.get() == 1);
    }

    @Test
    void runsManyOperationsAtOnce() throws Exception {
        try (SocketClient client = acknowledged()) {
            IntStream.range(0, 100).forEach(n -> client.send(subscribe("q" + n, "{ slow }")));
            long begin = System.nanoTime();
            List<String> completed = new ArrayList<>();
            while (completed.size() < 100) {
                JsonNode message = client.nextJson();
                if (message.path("type").stringValue().equals("complete")) {
                    completed.add(message.path("id").stringValue());
                }
            }

            assertThat(completed).doesNotHaveDuplicates();
            assertThat(System.nanoTime() - begin).isLessThan(10_000_000_000L);
        }
    }

    @Test
    void refusesMoreOperationsThanAllowed() throws Exception {
        try (SocketClient client = acknowledged()) {
            List<Subscription> subscriptions = new ArrayList<>();
            for (int n = 0; n < 100; n++) {
                client.send(subscribe("s" + n, "subscription { n }"));
                subscriptions.add(live.subscription());
            }
            client.send(subscribe("surplus", "{ me }"));

            JsonNode error = client.nextJson();
            assertThat(error.path("type").stringValue()).isEqualTo("error");
            assertThat(error.path("id").stringValue()).isEqualTo("surplus");
            assertThat(error.at("/payload/0/extensions/code").stringValue()).isEqualTo("RATE_LIMITED");
            assertThat(error.at("/payload/0/extensions/requestId").isString()).isTrue();
            subscriptions.get(0).outlet.complete();
            client.next();
            client.send(subscribe("surplus", "{ me }"));
            assertThat(client.nextJson().path("type").stringValue()).isEqualTo("next");
        }
    }

    @Test
    void tellsTheOperationAloneThatTheGatewayFailed() throws Exception {
        try (SocketClient client = acknowledged()) {
            client.send(subscribe("a", "{ fault }"));
            JsonNode error = client.nextJson();
            assertThat(error.path("id").stringValue()).isEqualTo("a");
            assertThat(error.path("type").stringValue()).isEqualTo("error");
            assertThat(error.at("/payload/0/extensions/code").stringValue()).isEqualTo("INTERNAL");

            client.expectSilence();
            client.send(subscribe("a", "{ me }"));
            assertThat(client.nextJson().path("type").stringValue()).isEqualTo("next");
        }
    }

    @Test
    void answersPings() throws Exception {
        try (SocketClient client = SocketClient.open(port)) {
            client.send("{'type':'ping'}");
            client.expect("{'type':'pong'}");
            client.send("{'type':'ping','payload':null}");
            client.expect("{'type':'pong'}");
            client.send("{'type':'ping','payload':{'n':1.10,'deep':[{'x':'ü'}]}}");
            assertThat(client.next())
                    .isEqualTo("{\"type\":\"pong\",\"payload\":{\"n\":1.10,\"deep\":[{\"x\":\"ü\"}]}}");
            client.send("{'type':'pong','payload':{'unasked':true}}");
            client.expectSilence();
        }
    }

    @Test
    void putsFragmentsTogether() throws Exception {
        try (SocketClient client = acknowledged()) {
            String message = "{\"type\":\"ping\",\"payload\":{\"text\":\"äöü😀\"}}";
            for (int i = 0; i < message.length(); i = message.offsetByCodePoints(i, 1)) {
                client.sendText(Character.toString(message.codePointAt(i)), false);
            }
            client.sendText("", true);

            client.expect("{'type':'pong','payload':{'text':'äöü😀'}}");
        }
    }

    @Test
    void sendsLongResultsWhole() throws Exception {
        try (SocketClient client = acknowledged()) {
            client.send(subscribe("a", "subscription { n }"));
            Subscription subscription = live.subscription();
            String result = "\"" + "0123456789äö😀".repeat(100_000) + "\"";
            subscription.outlet.next(result, "c1");

            assertThat(client.next()).isEqualTo("{\"id\":\"a\",\"type\":\"next\",\"payload\":" + result + "}");
        }
    }

    @Test
    void countsSocketsAndHowTheyClose() throws Exception {
        double before = closed("4406");
        try (SocketClient client = acknowledged()) {
            assertThat(metrics.get("gateway.websocket.connections").gauge().value())
                    .isPositive();
            SocketClient.open(port, builder -> builder).closeCode();
            Eventually.is(() -> closed("4406") == before + 1);
            double others = closed("other");
            client.open().sendClose(4321, "an invention").join();
            Eventually.is(() -> closed("other") == others + 1);
        }
        Eventually.is(() -> metrics.get("gateway.websocket.connections").gauge().value() == 0);
    }
}
