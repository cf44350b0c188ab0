package com.tripsage.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.security.Tokens;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.graphql.client.ClientGraphQlResponse;
import org.springframework.web.reactive.socket.client.TomcatWebSocketClient;
import org.springframework.web.reactive.socket.client.WebSocketClient;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/** What docs/clients.md shows, taken from it and run. */
class ClientsPageTests extends RunningGateway {

    private static final String JAVA_EXAMPLE = "TripFollower.java";

    private static final String DOCUMENT =
            "subscription ($id: ID) { happened: tripEvents(tripId: $id) { kind trip { title } } }";

    @BeforeAll
    static void extract() {
        ClientsPage.extract();
    }

    /** A new example needs somebody who runs it. */
    @Test
    void hasNoOtherExamples() {
        assertThat(ClientsPage.examples().keySet())
                .containsExactlyInAnyOrder(
                        "session.mjs",
                        "carry-on.mjs",
                        "graphql-ws.mjs",
                        "apollo.mjs",
                        "urql.mjs",
                        "relay.mjs",
                        "graphql-sse.mjs",
                        "event-source.mjs",
                        "scalars.mjs",
                        "codegen.ts",
                        JAVA_EXAMPLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"page.mjs", "codegen.mjs"})
    void worksOnNode(String script) {
        NodeScripts.install();
        Traveller ada = Traveller.arriving(port);
        NodeScripts.run(
                script,
                port,
                ada.token(),
                Map.of(
                        "GATEWAY_BRIEF_TOKEN",
                        Tokens.signed(Tokens.claims()
                                .subject(ada.id().toString())
                                .claim("email", ada.email())
                                .expirationTime(Tokens.inSeconds(15))
                                .build())));
    }

    @Test
    void worksWithSpringsClient() throws Exception {
        Traveller ada = Traveller.known(port);
        UUID trip = ada.createTrip("0");
        BlockingQueue<ClientGraphQlResponse> events = new LinkedBlockingQueue<>();
        BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();
        try (var connections = new CutConnections(port)) {
            Disposable subscription = follow(connections.port(), ada, trip).subscribe(events::add, failures::add);
            assertThat(kind(events)).isEqualTo("SUBSCRIBED");
            rename(ada, trip, 1, 3);
            assertThat(changes(events, 3)).containsExactly("TRIP_UPDATED", "TRIP_UPDATED", "TRIP_UPDATED");

            connections.cut();
            rename(ada, trip, 4, 6);
            Thread.sleep(1000);
            connections.mend();

            assertThat(kind(events)).isEqualTo("SUBSCRIBED");
            rename(ada, trip, 7, 7);
            assertThat(changes(events, 4)).containsOnly("TRIP_UPDATED");
            assertThat(events.poll(300, TimeUnit.MILLISECONDS)).isNull();
            assertThat(failures).isEmpty();
            subscription.dispose();
        }
    }

    @Test
    void endsSpringsClientWithAnErrorOfTheGateways() throws Exception {
        Traveller ada = Traveller.known(port);
        BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();

        follow(port, ada, UUID.randomUUID()).subscribe(event -> {}, failures::add);

        assertThat(failures.poll(10, TimeUnit.SECONDS)).hasMessageContaining("NOT_FOUND");
    }

    private static Flux<ClientGraphQlResponse> follow(int port, Traveller who, UUID trip) throws Exception {
        Class<?> example = compiled();
        Supplier<String> token = who::token;
        Object follower = example.getConstructor(URI.class, WebSocketClient.class, Supplier.class)
                .newInstance(URI.create("ws://127.0.0.1:" + port + "/graphql"), new TomcatWebSocketClient(), token);
        // what the example returns
        @SuppressWarnings("unchecked")
        Flux<ClientGraphQlResponse> events =
                (Flux<ClientGraphQlResponse>) example.getMethod("subscribe", String.class, Map.class)
                        .invoke(follower, DOCUMENT, Map.of("id", trip.toString()));
        return events;
    }

    private static Class<?> compiled() throws IOException, ReflectiveOperationException {
        Path classes = ClientsPage.FOLDER;
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        var words = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            boolean works = compiler.getTask(
                            words,
                            files,
                            null,
                            List.of("-Werror", "-d", classes.toString(), "-cp", System.getProperty("java.class.path")),
                            null,
                            files.getJavaFileObjects(classes.resolve(JAVA_EXAMPLE)))
                    .call();
            assertThat(works).as(words.toString()).isTrue();
        }
        var loader = new URLClassLoader(new URL[] {classes.toUri().toURL()}, ClientsPageTests.class.getClassLoader());
        return loader.loadClass("TripFollower");
    }

    private static void rename(Traveller who, UUID trip, int from, int to) {
        for (int title = from; title <= to; title++) {
            who.execute(
                            "mutation ($id: ID!, $title: String!) { updateTrip(input: { id: $id, title: $title }) { trip { id } } }",
                            Map.of("id", trip, "title", String.valueOf(title)))
                    .path("updateTrip.trip.id")
                    .entity(UUID.class)
                    .isEqualTo(trip);
        }
    }

    private static String kind(BlockingQueue<ClientGraphQlResponse> events) throws InterruptedException {
        ClientGraphQlResponse event = events.poll(20, TimeUnit.SECONDS);
        assertThat(event).isNotNull();
        return String.valueOf(event.field("happened.kind").<Object>getValue());
    }

    private static List<String> changes(BlockingQueue<ClientGraphQlResponse> events, int count)
            throws InterruptedException {
        List<String> kinds = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            kinds.add(kind(events));
        }
        return kinds;
    }
}
