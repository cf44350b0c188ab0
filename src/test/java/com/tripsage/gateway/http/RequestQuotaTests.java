package com.tripsage.gateway.http;

import static com.tripsage.gateway.http.Edge.send;
import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.Wire;
import com.tripsage.gateway.security.Tokens;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** Five requests of a caller a minute. */
@EdgeTest
@TestPropertySource(properties = {"gateway.quota.requests-per-minute=5", "gateway.quota.cost-per-minute=0"})
class RequestQuotaTests {

    @LocalServerPort
    private int port;

    @Test
    void answersFiveAndRefusesTheSixthWithTheTimeToWait() throws Exception {
        String ada = token();
        for (int left = 4; left >= 0; left--) {
            HttpResponse<String> answer = send(me(ada));
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(header(answer, "RateLimit-Policy")).isEqualTo("\"requests\";q=5;w=60");
            assertThat(header(answer, "RateLimit")).startsWith("\"requests\";r=" + left + ";t=");
        }

        HttpResponse<String> refused = send(me(ada));

        assertThat(refused.statusCode()).isEqualTo(429);
        int wait = Integer.parseInt(header(refused, "Retry-After"));
        assertThat(wait).isBetween(1, 12);
        assertThat(header(refused, "RateLimit")).isIn("\"requests\";r=0;t=" + wait, "\"requests\";r=0;t=" + (wait - 1));
        JsonNode error = Wire.JSON.readTree(refused.body()).at("/errors/0");
        assertThat(error.path("message").stringValue()).isEqualTo("At most 5 requests a minute");
        assertThat(error.at("/extensions/code").stringValue()).isEqualTo("RATE_LIMITED");
        assertThat(error.at("/extensions/retryAfterMs").intValue()).isBetween((wait - 1) * 1000, wait * 1000);
        assertThat(error.at("/extensions/requestId").isString()).isTrue();

        assertThat(send(me(token())).statusCode()).isEqualTo(200);
    }

    @Test
    void countsStreamsAndWhatIsWrongAndReadsNothingBeyondThem() throws Exception {
        String ada = token();
        send(me(ada).setHeader("Accept", "text/event-stream"));
        send(new Edge(port).post(ada, "no JSON"));
        send(new Edge(port).post(ada, "{\"query\":\"{ nothing }\"}"));
        send(me(ada).method("DELETE", BodyPublishers.noBody()));
        send(new Edge(port).with(ada, "/graphql?query=%7Bme%7D"));

        assertThat(send(me(ada).setHeader("Accept", "text/event-stream")).statusCode())
                .isEqualTo(429);
        assertThat(send(new Edge(port).post(ada, "no JSON")).statusCode()).isEqualTo(429);
    }

    private HttpRequest.Builder me(String token) {
        return new Edge(port).post(token, "{\"query\":\"{ me }\"}");
    }

    private static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    private static String token() {
        return Tokens.signed(
                Tokens.claims().subject(UUID.randomUUID().toString()).build());
    }
}
