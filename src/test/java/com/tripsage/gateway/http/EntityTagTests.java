package com.tripsage.gateway.http;

import static com.tripsage.gateway.http.Edge.send;
import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.OneTraveller;
import com.tripsage.gateway.Traveller;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers to GETs that a client has already are not sent again, and never those of another caller. */
class EntityTagTests extends OneTraveller {

    private static final String TRIPS = "{ trips(first: 5) { edges { node { title } } } }";

    @Test
    void anAnswerThatIsKnownIsNotSentAgain() throws Exception {
        HttpResponse<String> first = send(get(ada, TRIPS));
        String tag = tag(first);

        HttpResponse<String> second = send(get(ada, TRIPS).header("If-None-Match", "\"other\", W/" + tag));

        assertThat(first.headers().firstValue("Cache-Control")).contains("private, no-cache");
        assertThat(String.join(",", first.headers().allValues("Vary"))).contains("Authorization", "Accept");
        assertThat(second.statusCode()).isEqualTo(304);
        assertThat(second.body()).isEmpty();
        assertThat(tag(second)).isEqualTo(tag);
        assertThat(second.headers().firstValue("Cache-Control")).contains("private, no-cache");
        assertThat(second.headers().firstValue("Content-Type")).isEmpty();
    }

    @Test
    void aChangedAnswerIsSent() throws Exception {
        String tag = tag(send(get(ada, TRIPS)));
        ada.createTrip("Oslo");

        HttpResponse<String> changed = send(get(ada, TRIPS).header("If-None-Match", tag));

        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(changed.body()).contains("Oslo");
        assertThat(tag(changed)).isNotEqualTo(tag);
    }

    @Test
    void theSameAnswerOfAnotherCallerIsAnother() throws Exception {
        Traveller bob = Traveller.known(port);
        HttpResponse<String> ofAda = send(get(ada, TRIPS));

        HttpResponse<String> ofBob = send(get(bob, TRIPS).header("If-None-Match", tag(ofAda)));

        assertThat(ofBob.body()).isEqualTo(ofAda.body());
        assertThat(ofBob.statusCode()).isEqualTo(200);
        assertThat(tag(ofBob)).isNotEqualTo(tag(ofAda));
    }

    @Test
    void aHeadHasTheTagAsWell() throws Exception {
        HttpResponse<String> head = send(get(ada, TRIPS).method("HEAD", HttpRequest.BodyPublishers.noBody()));

        assertThat(tag(head)).isEqualTo(tag(send(get(ada, TRIPS))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{ nonsense }", "{ viewer { id } node(id: \"nonsense\") { id } }", "{ viewer"})
    void errorsHaveNoTag(String document) throws Exception {
        HttpResponse<String> answer = send(get(ada, document).header("If-None-Match", "*"));

        assertThat(answer.body()).contains("errors");
        assertThat(answer.headers().firstValue("ETag")).isEmpty();
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
    }

    @Test
    void aPostHasNoTag() throws Exception {
        HttpResponse<String> answer = send(new Edge(port)
                .post(ada.token(), "{\"query\":\"{ viewer { id } }\"}")
                .header("If-None-Match", "*"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("ETag")).isEmpty();
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(answer.body()).contains(ada.id().toString());
    }

    private HttpRequest.Builder get(Traveller traveller, String document) {
        return new Edge(port)
                .with(traveller.token(), "/graphql?query=" + URLEncoder.encode(document, StandardCharsets.UTF_8));
    }

    private static String tag(HttpResponse<String> answer) {
        return answer.headers().firstValue("ETag").orElseThrow();
    }
}
