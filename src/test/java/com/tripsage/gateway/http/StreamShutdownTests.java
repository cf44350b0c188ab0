package com.tripsage.gateway.http;

import static com.tripsage.gateway.http.Edge.send;
import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.http.FakeLive.Subscription;
import com.tripsage.gateway.security.Tokens;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** What subscribers and others see of a gateway that stops. */
class StreamShutdownTests {

    @Test
    void sendsSubscribersElsewhereOneAfterAnother() throws Exception {
        ConfigurableApplicationContext gateway = SpringApplication.run(
                EdgeApplication.class,
                "--server.port=0",
                "--gateway.jwt.secret=" + Tokens.SECRET,
                "--gateway.sse.shutdown-spread=2s",
                "--management.endpoint.health.validate-group-membership=false");
        int port = Objects.requireNonNull(((WebServerApplicationContext) gateway).getWebServer())
                .getPort();
        Edge edge = new Edge(port);
        FakeLive live = gateway.getBean(FakeLive.class);
        List<OpenStream> streams = new ArrayList<>();
        List<Subscription> subscriptions = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            streams.add(OpenStream.of(
                    edge.post("{\"query\":\"subscription { n }\"}").header("Accept", "text/event-stream")));
            subscriptions.add(live.subscription());
        }
        subscriptions.get(0).next(7);
        subscriptions.get(1).cursor = null;
        assertThat(streams.get(0).event()).contains("id: c7", "\"n\":7");

        try (RawConnection kept = new RawConnection(port);
                OpenStream query =
                        OpenStream.of(edge.post("{\"query\":\"{ slow }\"}").header("Accept", "text/event-stream"))) {
            kept.send(streamed("{\"query\":\"{ me }\"}"));
            kept.readUntil("\r\n0\r\n\r\n");
            long start = System.nanoTime();
            Thread stop = Thread.ofPlatform().start(gateway::close);
            Thread.sleep(300);
            kept.send(streamed("{\"query\":\"{ me }\"}"));
            assertThat(kept.readUntil("]}")).contains("HTTP/1.1 503", "UNAVAILABLE", "Retry-After: 5");
            assertThat(send(edge.post("{\"query\":\"{ me }\"}")).statusCode()).isEqualTo(200);

            List<String> ends = new ArrayList<>();
            for (OpenStream stream : streams) {
                String event = stream.event();
                ends.add(event);
                assertThat(event.equals("end") ? "end" : stream.event()).isEqualTo("end");
            }
            assertThat(ends).containsExactly("id: c7\n", "end", "id: c0\n", "id: c0\n");
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(Duration.ofMillis(1400), Duration.ofSeconds(4));
            assertThat(query.event()).isEqualTo("event: next\ndata: {\"data\":{\"slow\":\"done\"}}\n");
            assertThat(query.event()).isEqualTo("event: complete\ndata:\n");
            stop.join(TimeUnit.SECONDS.toMillis(10));
            assertThat(stop.isAlive()).isFalse();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
        }
        assertThat(subscriptions).allSatisfy(subscription -> assertThat(subscription.cancellations)
                .hasValue(1));
    }

    private static String streamed(String body) {
        return "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nAccept: text/event-stream"
                + "\r\nAuthorization: Bearer " + Tokens.valid() + "\r\nContent-Length: " + body.length() + "\r\n\r\n"
                + body;
    }
}
