package com.tripsage.gateway.websocket;

import static com.tripsage.gateway.websocket.SocketClient.subscribe;
import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.GatewayTest;
import com.tripsage.gateway.Traveller;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** The whole gateway through a socket. */
@GatewayTest
class GatewayWebSocketTests {

    @LocalServerPort
    int port;

    @Test
    void runsMutationsAndQueries() throws Exception {
        Traveller ada = Traveller.known(port);
        try (SocketClient client = SocketClient.acknowledged(port, ada.token())) {
            client.send("{'id':'a','type':'subscribe','payload':{'query':"
                    + "'mutation ($input: CreateTripInput!) { createTrip(input: $input) { trip { id title } } }',"
                    + "'variables':{'input':{'title':'Lisbon'}}}}");
            JsonNode created = client.nextJson();
            assertThat(created.at("/payload/data/createTrip/trip/title").stringValue())
                    .isEqualTo("Lisbon");
            client.expect("{'id':'a','type':'complete'}");

            client.send(subscribe("a", "{ trips(first: 5) { edges { node { title } } } }"));
            client.expect(
                    "{'id':'a','type':'next','payload':{'data':{'trips':{'edges':[{'node':{'title':'Lisbon'}}]}}}}");
            client.expect("{'id':'a','type':'complete'}");
        }
    }

    @Test
    void tellsErrorsInTheGatewaysWords() throws Exception {
        Traveller ada = Traveller.arriving(port);
        try (SocketClient client = SocketClient.acknowledged(port, ada.token())) {
            client.send(subscribe("a", "{ viewer { shoeSize } }"));
            JsonNode invalid = client.nextJson();
            assertThat(invalid.path("type").stringValue()).isEqualTo("error");
            assertThat(invalid.at("/payload/0/extensions/code").stringValue()).isEqualTo("GRAPHQL_VALIDATION_FAILED");
            assertThat(invalid.at("/payload/0/extensions/requestId").isString()).isTrue();

            client.send(subscribe("b", "{ ".repeat(20_000)));
            assertThat(client.nextJson().path("type").stringValue()).isEqualTo("error");
        }
    }
}
