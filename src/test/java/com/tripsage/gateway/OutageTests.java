package com.tripsage.gateway;

import static com.tripsage.gateway.Errors.code;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OutageTests extends RunningGateway {

    private static final String READ = "{ trips { totalCount } }";
    private static final String WRITE = "mutation { createTrip(input: { title: \"Oslo\" }) { trip { id } } }";

    @AfterEach
    void bringBack() {
        TestPostgres.shared().start();
    }

    @Test
    void saysSoWhileTheDatabaseIsDownAndGoesOnWhenItIsBack() {
        Traveller ada = Traveller.known(port);
        assertThat(health("readiness")).isEqualTo(200);

        TestPostgres.shared().stop();

        ada.execute(READ).errors().satisfy(code("UNAVAILABLE"));
        ada.execute(WRITE).errors().satisfy(code("UNAVAILABLE"));
        Traveller.arriving(port).execute(READ).errors().satisfy(code("UNAVAILABLE"));
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(health("readiness")).isEqualTo(503));
        assertThat(health("liveness")).isEqualTo(200);

        TestPostgres.shared().start();

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(health("readiness")).isEqualTo(200));
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> ada.execute(WRITE).path("createTrip.trip.id").hasValue());
    }

    @Test
    void nobodyNoticesThatConnectionsWereTerminated() {
        Traveller ada = Traveller.known(port);

        for (int i = 0; i < 5; i++) {
            TestPostgres.shared().execute("postgres", """
                    select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'tripsage-gateway'
                    """);
            ada.execute(READ).path("trips.totalCount").entity(Integer.class).isEqualTo(i);
            ada.execute(WRITE).path("createTrip.trip.id").hasValue();
        }
    }

    private int health(String group) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:%d/actuator/health/%s".formatted(port, group)))
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
