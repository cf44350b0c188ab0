package com.tripsage.gateway.persisted;

import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.OneTraveller;
import com.tripsage.gateway.Traveller;
import com.tripsage.gateway.Wire;
import com.tripsage.gateway.http.Edge;
import com.tripsage.gateway.websocket.SocketClient;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.JsonNode;

/** Documents are known by their hash once somebody has sent them with it, in Apollo's protocol. */
class AutomaticDocumentTests extends OneTraveller {

    /** Another one for each test. */
    private final String document = "{ viewer { id } } # " + UUID.randomUUID();

    private final String hash = DocumentHash.of(document).digits();

    @Test
    void aDocumentIsSentOnce() throws Exception {
        assertThat(code(byHash(hash).body())).isEqualTo("PERSISTED_QUERY_NOT_FOUND");
        assertThat(Wire.JSON
                        .readTree(byHash(hash).body())
                        .at("/errors/0/message")
                        .stringValue())
                .isEqualTo("PersistedQueryNotFound");

        assertThat(register(document, hash).body()).contains(ada.id().toString());

        assertThat(byHash(hash).body()).contains(ada.id().toString());
    }

    @Test
    void othersFindItToo() throws Exception {
        Traveller bob = Traveller.known(port);
        register(document, hash);

        assertThat(Edge.send(post(bob.token(), "{\"extensions\":%s}".formatted(extensions(hash))))
                        .body())
                .contains(bob.id().toString());
    }

    @Test
    void itIsFoundByGet() throws Exception {
        register(document, hash);
        String encoded = URLEncoder.encode(extensions(hash), StandardCharsets.UTF_8);

        HttpResponse<String> answer = Edge.send(new Edge(port)
                .anonymous("/graphql?extensions=" + encoded)
                .header("Authorization", "Bearer " + ada.token()));

        assertThat(answer.body()).contains(ada.id().toString());
    }

    @Test
    void aMutationIsNotCarriedOutByGet() throws Exception {
        String mutation = "mutation { createTrip(input: { title: \"Oslo\" }) { trip { id } } } # " + UUID.randomUUID();
        String ofMutation = DocumentHash.of(mutation).digits();
        register(mutation, ofMutation);
        String encoded = URLEncoder.encode(extensions(ofMutation), StandardCharsets.UTF_8);

        assertThat(Edge.send(new Edge(port)
                                .anonymous("/graphql?extensions=" + encoded)
                                .header("Authorization", "Bearer " + ada.token()))
                        .statusCode())
                .isEqualTo(405);
    }

    @Test
    void itIsFoundOnASocket() throws Exception {
        register(document, hash);
        try (SocketClient client = SocketClient.acknowledged(port, ada.token())) {
            client.send("{\"id\":\"a\",\"type\":\"subscribe\",\"payload\":{\"extensions\":%s}}"
                    .formatted(extensions(hash)));
            JsonNode next = client.nextJson();

            assertThat(next.at("/payload/data/viewer/id").stringValue())
                    .isEqualTo(ada.id().toString());
        }
    }

    @Test
    void aWrongHashIsRefused() throws Exception {
        String other = DocumentHash.of("{ __typename }").digits();

        new Wire.Answer(register(document, other).body()).blames("extensions.persistedQuery.sha256Hash");

        assertThat(code(byHash(hash).body())).isEqualTo("PERSISTED_QUERY_NOT_FOUND");
    }

    @Test
    void whatIsNotValidIsNotKept() throws Exception {
        String invalid = "{ viewer { nonsense } } # " + UUID.randomUUID();
        String ofInvalid = DocumentHash.of(invalid).digits();
        register(invalid, ofInvalid);

        assertThat(code(byHash(ofInvalid).body())).isEqualTo("PERSISTED_QUERY_NOT_FOUND");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"version\":2,\"sha256Hash\":\"x\"}", "{\"version\":1}", "\"abc\"", "7", "[]"})
    void whatIsNoHashIsRefused(String persisted) throws Exception {
        new Wire.Answer(Edge.send(post(ada.token(), "{\"extensions\":{\"persistedQuery\":" + persisted + "}}"))
                        .body())
                .blames("extensions.persistedQuery");
    }

    @Test
    void aDocumentThatIsNotRegisteredHasNoName() throws Exception {
        assertThat(code(Edge.send(post(ada.token(), "{\"documentId\":\"Nonsense\"}"))
                        .body()))
                .isEqualTo("PERSISTED_QUERY_NOT_IN_LIST");
    }

    @Test
    void oneCallerFillsNoMoreThanItsPart() {
        var documents = new AutomaticDocuments(DataSize.ofKilobytes(64));
        UUID often = UUID.randomUUID();
        documents.add(DocumentHash.of("{ a }"), "{ a }", UUID.randomUUID());
        for (int i = 0; i < 1000; i++) {
            String text = "{ a%d } # %s".formatted(i, "x".repeat(100));
            documents.add(DocumentHash.of(text), text, often);
        }

        assertThat(documents.get(DocumentHash.of("{ a }"))).isEqualTo("{ a }");
        String last = "{ a999 } # " + "x".repeat(100);
        assertThat(documents.get(DocumentHash.of(last))).isNull();
    }

    private HttpResponse<String> byHash(String digits) throws Exception {
        return Edge.send(post(ada.token(), "{\"extensions\":%s}".formatted(extensions(digits))));
    }

    private HttpResponse<String> register(String text, String digits) throws Exception {
        return Edge.send(post(
                ada.token(),
                "{\"query\":%s,\"extensions\":%s}".formatted(Wire.JSON.writeValueAsString(text), extensions(digits))));
    }

    private static String extensions(String digits) {
        return Wire.JSON.writeValueAsString(Map.of("persistedQuery", Map.of("version", 1, "sha256Hash", digits)));
    }

    private HttpRequest.Builder post(String token, String body) {
        return new Edge(port)
                .anonymous("/graphql")
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private static String code(String answer) {
        return Wire.JSON.readTree(answer).at("/errors/0/extensions/code").asString();
    }
}
