package com.tripsage.gateway.http;

import static com.tripsage.gateway.http.Edge.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.tripsage.gateway.http.FakeLive.Subscription;
import com.tripsage.gateway.security.Tokens;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

/** At most 40 streams, which say every second that they are alive, and wait two for a client that does not read. */
@EdgeTest
@TestPropertySource(
        properties = {
            "gateway.sse.keep-alive=1s",
            "gateway.sse.max-connections=40",
            "gateway.http.receive-timeout=1s",
            "server.tomcat.connection-timeout=2s"
        })
class EventStreamTests {

    private static final String STREAM = "text/event-stream";
    private static final String ME = "{\"query\":\"{ me }\"}";
    private static final String ME_EVENTS =
            "event: next\ndata: {\"data\":{\"me\":\"" + Tokens.SUBJECT + "\"}}\n\nevent: complete\ndata:\n\n";
    private static final String SUBSCRIPTION = "{\"query\":\"subscription { n }\"}";

    @Autowired
    private FakeLive live;

    @Autowired
    private MeterRegistry meters;

    private final int port;
    private final Edge edge;

    EventStreamTests(@LocalServerPort int port) {
        this.port = port;
        edge = new Edge(port);
    }

    @BeforeEach
    void awaitNoStreams() {
        await().untilAsserted(() -> assertThat(openStreams()).isZero());
    }

    private double openStreams() {
        return meters.get("gateway.sse.connections").gauge().value();
    }

    private HttpRequest.Builder post(String body) {
        return edge.post(body).header("Accept", STREAM);
    }

    private HttpRequest.Builder get(String query) {
        return edge.get(query).header("Accept", STREAM);
    }

    @Test
    void answersAQueryWithItsResultAndTheEnd() throws Exception {
        for (HttpRequest.Builder request : List.of(post(ME), get("{ me }"))) {
            HttpResponse<String> response = send(request);

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body()).isEqualTo(ME_EVENTS);
            assertThat(header(response, "Content-Type")).isEqualTo("text/event-stream;charset=utf-8");
            assertThat(header(response, "Cache-Control")).isEqualTo("no-cache, no-transform");
            assertThat(header(response, "X-Accel-Buffering")).isEqualTo("no");
            assertThat(header(response, "X-Request-Id")).isNotEmpty();
            assertThat(header(response, "X-Content-Type-Options")).isEqualTo("nosniff");
        }
    }

    @Test
    void answersAMutationByPostOnly() throws Exception {
        assertThat(send(post("{\"query\":\"mutation { touch }\"}")).body())
                .isEqualTo("event: next\ndata: {\"data\":{\"touch\":\"touched\"}}\n\nevent: complete\ndata:\n\n");

        HttpResponse<String> response = send(get("mutation { touch }"));
        assertRefused(response, 405, "BAD_USER_INPUT");
        assertThat(header(response, "Allow")).isEqualTo("POST");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text/event-stream | text/event-stream",
                "text/event-stream, */* | text/event-stream",
                "text/event-stream;q=0.9, application/json;q=0.8 | text/event-stream",
                "text/event-stream, application/json | text/event-stream",
                "application/json;q=0, application/graphql-response+json;q=0, */* | text/event-stream",
                "TEXT/EVENT-STREAM;charset=utf-8 | text/event-stream",
                "application/json, text/event-stream | application/json",
                "application/json, text/event-stream;q=0.9 | application/json",
                "application/graphql-response+json, text/event-stream | application/graphql-response+json",
                "text/event-stream;q=0, */* | application/json",
                "text/html, */*;q=0.8 | application/json",
                "*/* | application/json",
            })
    void streamsWhereTheClientPrefersIt(String accept, String type) throws Exception {
        HttpResponse<String> response = send(edge.post(ME).header("Accept", accept));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(header(response, "Content-Type")).isEqualTo(type + ";charset=utf-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{ ", "{ nosuchfield }", "query ($v: Int!) { me }", "query A { me } query B { me }"})
    void tellsInTheStreamWhatIsWrongWithAnOperation(String query) throws Exception {
        for (HttpRequest.Builder request : List.of(post("{\"query\":\"" + query + "\"}"), get(query))) {
            HttpResponse<String> response = send(request);

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body())
                    .startsWith("event: next\ndata: {\"errors\":[{")
                    .endsWith("}\n\nevent: complete\ndata:\n\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "{}", "{\"query\":7}", "{\"query\":\"{ me }\"", "{\"query\":null}"})
    void refusesABodyThatIsNoGraphQlRequest(String body) throws Exception {
        assertRefused(send(post(body)), 400, "BAD_USER_INPUT");
    }

    @Test
    void refusesWhatHttpForbids() throws Exception {
        assertRefused(send(edge.request("/graphql").header("Accept", STREAM)), 400, "BAD_USER_INPUT");
        assertRefused(send(post(ME).setHeader("Content-Type", "text/plain")), 415, "BAD_USER_INPUT");
        assertRefused(send(post(ME).PUT(HttpRequest.BodyPublishers.noBody())), 405, "BAD_USER_INPUT");
        assertRefused(send(post(ME).DELETE()), 405, "BAD_USER_INPUT");
        assertRefused(send(edge.anonymous("/graphql").header("Accept", STREAM)), 401, "UNAUTHENTICATED");
        assertRefused(send(get("{ fault }")), 500, "INTERNAL");
    }

    @Test
    void answersHeadWithTheHeadersAlone() throws Exception {
        HttpResponse<String> response = send(get("subscription { n }").HEAD());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(header(response, "Content-Type")).isEqualTo("text/event-stream;charset=utf-8");
        assertThat(response.body()).isEmpty();
    }

    @Test
    void streamsASubscriptionByPostAndByGet() throws Exception {
        for (HttpRequest.Builder request : List.of(post(SUBSCRIPTION), get("subscription { n }"))) {
            try (OpenStream stream = OpenStream.of(request)) {
                Subscription subscription = live.subscription();
                assertThat(openStreams()).isEqualTo(1);
                subscription.next(1);
                subscription.next(2);
                assertThat(stream.event()).isEqualTo("event: next\nid: c1\ndata: {\"data\":{\"n\":1}}\n");
                assertThat(stream.event()).isEqualTo("event: next\nid: c2\ndata: {\"data\":{\"n\":2}}\n");
                subscription.outlet.complete();

                assertThat(stream.event()).isEqualTo("event: complete\ndata:\n");
                assertThat(stream.event()).isEqualTo("end");
                assertThat(subscription.cancellations).hasValue(0);
                assertThatExceptionOfType(IOException.class).isThrownBy(() -> subscription.next(3));
            }
        }
    }

    @Test
    void tellsWhyASubscriptionCannotGoOn() throws Exception {
        try (OpenStream stream = OpenStream.of(post("{\"query\":\"subscription { greeted }\"}"))) {
            Subscription subscription = live.subscription();
            assertThat(stream.event()).isEqualTo("event: next\nid: c0\ndata: {\"data\":{\"greeted\":true}}\n");
            subscription.outlet.error("[{\"message\":\"no more\"}]");

            assertThat(stream.event()).isEqualTo("event: next\ndata: {\"errors\":[{\"message\":\"no more\"}]}\n");
            assertThat(stream.event()).isEqualTo("event: complete\ndata:\n");
            assertThat(stream.event()).isEqualTo("end");
            assertThat(subscription.cancellations).hasValue(0);
        }
    }

    @Test
    void passesOnWhereTheClientWas() throws Exception {
        String body = "{\"query\":\"subscription A { n }\",\"operationName\":\"A\",\"variables\":{\"after\":\"old\"}}";
        try (OpenStream stream =
                OpenStream.of(post(body).header("Last-Event-ID", "c7").header("X-Request-Id", "r1"))) {
            Subscription subscription = live.subscription();

            assertThat(subscription.operation.resumeAfter()).isEqualTo("c7");
            assertThat(subscription.operation.variables()).containsEntry("after", "old");
            assertThat(subscription.operation.name()).isEqualTo("A");
            assertThat(subscription.operation.requestId()).isEqualTo("r1");
            assertThat(subscription.operation.queryOnly()).isFalse();
            subscription.outlet.complete();
            assertThat(stream.event()).isEqualTo("event: complete\ndata:\n");
        }
        try (OpenStream stream = OpenStream.of(get("subscription { n }"))) {
            Subscription subscription = live.subscription();
            assertThat(subscription.operation.resumeAfter()).isNull();
            assertThat(subscription.operation.queryOnly()).isTrue();
            subscription.outlet.complete();
            assertThat(stream.event()).isEqualTo("event: complete\ndata:\n");
        }
    }

    @Test
    void saysThatItIsAliveWhenThereIsNothingElseToSay() throws Exception {
        try (OpenStream stream = OpenStream.of(post(SUBSCRIPTION))) {
            Subscription subscription = live.subscription();
            assertThat(stream.event()).isEqualTo(":\n");
            assertThat(stream.event()).isEqualTo(":\n");
            for (int i = 0; i < 6; i++) {
                subscription.next(i);
                Thread.sleep(300);
                assertThat(stream.event()).contains("\"n\":" + i);
            }
            assertThat(stream.event()).isEqualTo(":\n");
        }
    }

    @Test
    void cancelsOnceWhenTheClientHasGone() throws Exception {
        OpenStream stream = OpenStream.of(post(SUBSCRIPTION));
        Subscription idle = live.subscription();
        stream.close();
        // The keep-alive finds out.
        await().untilAsserted(() -> assertThat(idle.cancellations).hasValue(1));

        stream = OpenStream.of(post(SUBSCRIPTION));
        Subscription busy = live.subscription();
        stream.close();
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> {
            for (int i = 0; i < 1000; i++) {
                busy.next(i);
                Thread.sleep(1);
            }
        });
        await().untilAsserted(() -> assertThat(openStreams()).isZero());
        Thread.sleep(1500);
        assertThat(idle.cancellations).hasValue(1);
        assertThat(busy.cancellations).hasValue(1);
    }

    @Test
    void aClientThatStopsReadingHoldsUpNobodyElse() throws Exception {
        String large = "{\"data\":\"" + "x".repeat(1 << 20) + "\"}";
        List<RawConnection> stuck = new ArrayList<>();
        List<Subscription> theirs = new ArrayList<>();
        List<Thread> writers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            RawConnection connection = new RawConnection(port);
            stuck.add(connection);
            connection.send(head(STREAM, SUBSCRIPTION) + SUBSCRIPTION);
            Subscription subscription = live.subscription();
            theirs.add(subscription);
            writers.add(Thread.startVirtualThread(() -> {
                try {
                    while (true) {
                        subscription.outlet.next(large, null);
                    }
                } catch (IOException end) {
                    // as it should be
                }
            }));
        }
        try (OpenStream stream = OpenStream.of(post(SUBSCRIPTION))) {
            Subscription subscription = live.subscription();
            Thread.sleep(500);
            int servedMeanwhile = 0;
            for (int i = 0; i < 10_000 && isAnyUncut(theirs); i++) {
                subscription.next(i);
                assertThat(stream.eventOtherThanKeepAlive()).contains("\"n\":" + i);
                assertThat(send(edge.post(ME)).statusCode()).isEqualTo(200);
                servedMeanwhile += isAnyUncut(theirs) ? 1 : 0;
            }
            // Whoever waits for them is served once for each that is cut, at the most.
            assertThat(servedMeanwhile).isGreaterThan(theirs.size());
            assertThat(theirs).allSatisfy(one -> assertThat(one.cancellations).hasValue(1));
            for (Thread writer : writers) {
                assertThat(writer.join(Duration.ofSeconds(5))).isTrue();
            }
            assertThat(subscription.cancellations).hasValue(0);
        } finally {
            for (RawConnection connection : stuck) {
                connection.close();
            }
        }
    }

    private static boolean isAnyUncut(List<Subscription> subscriptions) {
        return subscriptions.stream().anyMatch(one -> one.cancellations.get() == 0);
    }

    @Test
    void endsWhenTheTokenExpires() throws Exception {
        String token = Tokens.signed(
                Tokens.claims().expirationTime(Tokens.inSeconds(3)).build());
        try (OpenStream stream = OpenStream.of(
                post(SUBSCRIPTION).setHeader("Authorization", "Bearer " + token).header("X-Request-Id", "r1"))) {
            Subscription subscription = live.subscription();

            int keepAlives = 0;
            String event = stream.event();
            while (event.equals(":\n")) {
                keepAlives++;
                event = stream.event();
            }
            assertThat(event)
                    .startsWith("event: next\ndata: {\"errors\":[{")
                    .contains("\"code\":\"UNAUTHENTICATED\"", "\"reason\":\"TOKEN_EXPIRED\"", "\"requestId\":\"r1\"");
            assertThat(stream.event()).isEqualTo("event: complete\ndata:\n");
            assertThat(stream.event()).isEqualTo("end");
            assertThat(keepAlives).as("keep-alives, one a second").isLessThan(5);
            await().untilAsserted(() -> assertThat(subscription.cancellations).hasValue(1));
        }
    }

    @Test
    void refusesStreamsBeyondTheLimit() throws Exception {
        List<OpenStream> streams = new ArrayList<>();
        List<Subscription> subscriptions = new ArrayList<>();
        try {
            for (int i = 0; i < 40; i++) {
                streams.add(OpenStream.of(post(SUBSCRIPTION)));
                subscriptions.add(live.subscription());
            }
            HttpResponse<String> response = send(post(ME));
            assertRefused(response, 503, "UNAVAILABLE");
            assertThat(header(response, "Retry-After")).isEqualTo("5");
            assertThat(send(edge.post(ME)).statusCode()).isEqualTo(200);

            subscriptions.get(0).outlet.complete();
            assertThat(send(post(ME)).statusCode()).isEqualTo(200);
        } finally {
            for (OpenStream stream : streams) {
                stream.close();
            }
        }
    }

    @Test
    void holdsNoThreadForAnIdleStream() throws Exception {
        long before = Threads.count();
        List<RawConnection> streams = new ArrayList<>();
        try {
            for (int i = 0; i < 40; i++) {
                RawConnection stream = new RawConnection(port);
                streams.add(stream);
                stream.send(head(STREAM, SUBSCRIPTION) + SUBSCRIPTION);
                live.subscription();
            }
            // Those that opened the streams, or wrote a comment, end soon.
            await().untilAsserted(() -> assertThat(Threads.count()).isLessThan(before + 10));
            assertThat(openStreams()).isEqualTo(40);
        } finally {
            for (RawConnection stream : streams) {
                stream.close();
            }
        }
    }

    @Test
    void usesAConnectionAgainAfterAStream() throws Exception {
        try (RawConnection connection = new RawConnection(port)) {
            connection.send(head(STREAM, ME) + ME);
            assertThat(connection.readUntil("\r\n0\r\n\r\n"))
                    .startsWith("HTTP/1.1 200")
                    .contains("event: complete");
            connection.send(head(STREAM, SUBSCRIPTION) + SUBSCRIPTION);
            Subscription subscription = live.subscription();
            // Longer than the server waits for a client that is silent within a request.
            Thread.sleep(2500);
            subscription.next(1);
            subscription.outlet.complete();
            assertThat(connection.readUntil("\r\n0\r\n\r\n"))
                    .startsWith("HTTP/1.1 200")
                    .contains("\"n\":1");
            Thread.sleep(2500);
            connection.send(head("application/json", ME) + ME);
            assertThat(connection.readUntil("}}")).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void answersWhatWasSentBehindASubscriptionWhenThatIsOver() throws Exception {
        try (RawConnection connection = new RawConnection(port)) {
            connection.send(head(STREAM, SUBSCRIPTION)
                    + SUBSCRIPTION
                    + head("application/json", ME)
                    + ME
                    + head(STREAM, SUBSCRIPTION)
                    + SUBSCRIPTION
                    + head(STREAM, ME)
                    + ME);
            Subscription first = live.subscription();
            first.next(1);
            first.outlet.complete();
            assertThat(connection.readUntil("\r\n0\r\n\r\n"))
                    .startsWith("HTTP/1.1 200")
                    .contains("\"n\":1");
            assertThat(connection.readUntil("}}")).contains("HTTP/1.1 200", "application/json", Tokens.SUBJECT);
            Subscription second = live.subscription();
            second.next(2);
            second.outlet.complete();
            assertThat(connection.readUntil("\r\n0\r\n\r\n")).contains("HTTP/1.1 200", "\"n\":2");
            assertThat(connection.readUntil("\r\n0\r\n\r\n")).contains("HTTP/1.1 200", Tokens.SUBJECT);
        }
    }

    @Test
    void endsAConnectionWhoseGetHasABodyThatDoesNotCome() throws Exception {
        try (RawConnection connection = new RawConnection(port)) {
            connection.send("GET /graphql?query=subscription%20%7Bn%7D HTTP/1.1\r\nHost: x\r\nAccept: " + STREAM
                    + "\r\nAuthorization: Bearer " + Tokens.valid() + "\r\nContent-Length: 100\r\n\r\n");
            Subscription subscription = live.subscription();
            subscription.outlet.complete();
            assertThat(connection.drip(" ")).isLessThan(Duration.ofSeconds(5));
        }
    }

    private static String head(String accept, String body) {
        return "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nAccept: " + accept
                + "\r\nAuthorization: Bearer " + Tokens.valid() + "\r\nContent-Length: " + body.length() + "\r\n\r\n";
    }

    private static void assertRefused(HttpResponse<String> response, int status, String code) {
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(header(response, "Content-Type")).isEqualTo("application/json;charset=utf-8");
        assertThat(response.body()).startsWith("{\"errors\":[{").contains("\"code\":\"" + code + "\"");
    }

    private static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }
}
