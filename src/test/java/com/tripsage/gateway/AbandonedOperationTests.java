package com.tripsage.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.tripsage.gateway.http.RawConnection;
import com.tripsage.gateway.websocket.SocketClient;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that go before they are answered. What they asked for waits for a lock as long as a test wants. */
class AbandonedOperationTests extends RunningGateway {

    private static final String EVERYTHING = "{ trips { edges { node { title } } } }";

    private Traveller ada;
    private UUID trip;
    private String rename;
    private Connection other;

    @BeforeEach
    void hold() throws SQLException {
        ada = Traveller.known(port);
        trip = ada.createTrip("Oslo");
        rename = "mutation { updateTrip(input: { id: \"" + trip + "\", title: \"Bergen\" }) { trip { title } } }";
        other = Superuser.begin(environment);
        try (Statement statement = other.createStatement()) {
            statement.execute("select from trips where id = '" + trip + "' for update");
        }
    }

    @AfterEach
    void letGo() throws SQLException {
        other.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "text/event-stream"})
    void endWithTheirConnection(String accept) throws IOException, SQLException {
        double before = abandoned();
        List<RawConnection> clients = new ArrayList<>();
        for (int n = 0; n < 3; n++) {
            clients.add(sent(post(rename, "HTTP/1.1", accept)));
        }
        Superuser.awaitLocked(environment, 3);

        for (RawConnection client : clients) {
            client.close();
        }

        Superuser.awaitLocked(environment, 0);
        other.rollback();
        assertThat(abandoned() - before).isEqualTo(3);
        assertThat(title()).isEqualTo("Oslo");
        ada.execute(rename).path("updateTrip.trip.title").entity(String.class).isEqualTo("Bergen");
    }

    @Test
    void endWithAResetOrAnOldClient() throws IOException {
        RawConnection reset = sent(post(rename, "HTTP/1.1", "application/json"));
        RawConnection old = sent(post(rename, "HTTP/1.0", "application/json"));
        Superuser.awaitLocked(environment, 2);

        reset.reset();
        old.close();

        Superuser.awaitLocked(environment, 0);
    }

    /** Its next request is there already, as a part or more. */
    @Test
    void endAlsoWhenMoreWasSent() throws IOException {
        RawConnection client = sent(post(rename, "HTTP/1.1", "application/json") + "POST /graph");
        Superuser.awaitLocked(environment, 1);

        client.close();

        Superuser.awaitLocked(environment, 0);
    }

    /** Whoever has shut down the sending half only still reads. */
    @Test
    void areAnsweredOnAConnectionThatIsHalfClosed() throws Exception {
        try (RawConnection client = sent(post(rename, "HTTP/1.1", "application/json"))) {
            Superuser.awaitLocked(environment, 1);
            client.shutDownOutput();
            assertThat(client.readUntil("\r\n\r\n")).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
            assertThat(client.readUntil("\r\n\r\n")).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");

            other.rollback();

            assertThat(client.readAnswer()).contains("HTTP/1.1 200", "Bergen");
        }
        assertThat(title()).isEqualTo("Bergen");
    }

    @Test
    void pipelinedRequestsAreAnsweredInTheirOrder() throws Exception {
        String read = post(EVERYTHING, "HTTP/1.1", "application/json");
        try (RawConnection client =
                sent(post(rename, "HTTP/1.1", "application/json") + read + read.substring(0, read.length() - 5))) {
            Superuser.awaitLocked(environment, 1);
            // as long as it takes to be looked at a few times
            Thread.sleep(300);
            client.send(read.substring(read.length() - 5));
            other.rollback();
            assertThat(client.readUntil("updateTrip")).contains("HTTP/1.1 200");
            assertThat(client.readUntil("edges")).contains("HTTP/1.1 200");
            assertThat(client.readUntil("edges")).contains("HTTP/1.1 200");
        }
    }

    @Test
    void endWithTheirWebSocket() throws Exception {
        SocketClient client = SocketClient.acknowledged(port, ada.token());
        client.send(SocketClient.subscribe("a", rename.replace("\"", "\\\"")));
        Superuser.awaitLocked(environment, 1);

        client.close();

        Superuser.awaitLocked(environment, 0);
        other.rollback();
        assertThat(title()).isEqualTo("Oslo");
    }

    @Test
    void endWhenTheClientSaysSo() throws Exception {
        try (SocketClient client = SocketClient.acknowledged(port, ada.token())) {
            client.send(SocketClient.subscribe("a", rename.replace("\"", "\\\"")));
            Superuser.awaitLocked(environment, 1);

            client.send("{'id':'a','type':'complete'}");

            Superuser.awaitLocked(environment, 0);
            client.expectSilence();
        }
    }

    /** More than there are places, and none of them is left. */
    @Test
    void keepNobodyFromBeingServed() throws IOException {
        for (int n = 0; n < 60; n++) {
            RawConnection client = sent(post(rename, "HTTP/1.1", "application/json"));
            await().pollDelay(Duration.ofMillis(10)).until(() -> true);
            client.close();
        }
        Traveller.known(port).execute(EVERYTHING).path("trips.edges").hasValue();
        Superuser.awaitLocked(environment, 0);
    }

    private RawConnection sent(String request) throws IOException {
        var client = new RawConnection(port);
        client.send(request);
        return client;
    }

    private String post(String document, String protocol, String accept) {
        String body = Wire.JSON.writeValueAsString(Map.of("query", document));
        return """
                POST /graphql %s\r
                Host: localhost\r
                Authorization: Bearer %s\r
                Accept: %s\r
                Content-Type: application/json\r
                Content-Length: %d\r
                \r
                %s""".formatted(protocol, ada.token(), accept, body.length(), body);
    }

    private String title() {
        return superuser()
                .sql("select title from trips where id = ?")
                .param(trip)
                .query(String.class)
                .single();
    }

    private double abandoned() {
        return meters.counter("gateway.operations.abandoned").count();
    }
}
