package com.tripsage.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.RunningGateway;
import com.tripsage.gateway.Wire;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Answers of data alone tell their length, however large they are. */
class LargeAnswerTests extends RunningGateway {

    @Test
    void tellTheirLength() {
        Wire ada = somebody();
        String text = "\u00e4".repeat(90_000);
        ada.send(
                        "mutation ($text: String) { createTrip(input: { title: \"Oslo\", description: $text }) { trip { id } } }",
                        Map.of("text", text))
                .at("/createTrip/trip/id");

        HttpResponse<String> answer = ada.sendAsync("{ trips(first: 1) { edges { node { description } } } }")
                .join();

        assertThat(answer.body()).contains("{\"data\":", text);
        assertThat(answer.headers().firstValueAsLong("Content-Length"))
                .hasValue(answer.body().getBytes(UTF_8).length);
    }
}
