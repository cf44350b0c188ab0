package com.tripsage.gateway.persisted;

import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.GatewayTest;
import com.tripsage.gateway.Wire;
import com.tripsage.gateway.http.Edge;
import com.tripsage.gateway.security.Caller;
import com.tripsage.gateway.security.Scopes;
import com.tripsage.gateway.security.Tokens;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;
import org.springframework.util.unit.DataSize;

/** Where the mode is {@code only}, nothing is carried out but what operators have registered. */
@GatewayTest
@TestPropertySource(properties = "gateway.documents.mode=only")
class OnlyRegisteredTests {

    private static final String WHO = "query Who { viewer { id } }";

    @LocalServerPort
    private int port;

    @Autowired
    private RegisteredDocuments documents;

    private final UUID ada = UUID.randomUUID();

    @BeforeEach
    void register() {
        register("Who", WHO);
    }

    private void register(String name, String text) {
        documents.register(List.of(new RegisteredDocument(DocumentHash.of(text).digits(), name, text, null)));
        documents.refresh();
    }

    @Test
    void aRegisteredDocumentIsCarriedOutHoweverItIsNamed() throws Exception {
        String hash = DocumentHash.of(WHO).digits();

        assertThat(post("{\"query\":\"%s\"}".formatted(WHO))).contains(ada.toString());
        assertThat(post("{\"documentId\":\"Who\"}")).contains(ada.toString());
        assertThat(post("{\"documentId\":\"sha256:%s\"}".formatted(hash))).contains(ada.toString());
        assertThat(post("{\"extensions\":{\"persistedQuery\":{\"version\":1,\"sha256Hash\":\"%s\"}}}".formatted(hash)))
                .contains(ada.toString());
        assertThat(get("documentId", "Who")).contains(ada.toString());
        assertThat(get("documentId", "sha256:" + hash)).contains(ada.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"query\":\"{ viewer { id } }\"}",
                "{\"query\":\"query Who { viewer { id } } \"}",
                "{\"query\":\"{ __schema { queryType { name } } }\"}",
                "{\"documentId\":\"Nobody\"}",
                "{\"documentId\":\"sha256:abc\"}",
                "{\"extensions\":{\"persistedQuery\":{\"version\":1,\"sha256Hash\":\"ecf4edb46db40b5132295c0291d62fb65d6759a9eedfa4d5d612dd5ec54a6b38\"}}}"
            })
    void anyOtherIsRefused(String body) throws Exception {
        new Wire.Answer(post(body)).isRefused("PERSISTED_QUERY_NOT_IN_LIST");
    }

    @Test
    void whatIsSentIsNotRegisteredByThat() throws Exception {
        String text = "{ __typename }";
        String extensions = "\"extensions\":{\"persistedQuery\":{\"version\":1,\"sha256Hash\":\"%s\"}}"
                .formatted(DocumentHash.of(text).digits());

        new Wire.Answer(post("{\"query\":\"" + text + "\"," + extensions + "}"))
                .isRefused("PERSISTED_QUERY_NOT_IN_LIST");
        new Wire.Answer(post("{" + extensions + "}")).isRefused("PERSISTED_QUERY_NOT_IN_LIST");
    }

    @Test
    void aNameLeadsToItsNewestDocumentAndAHashToEach() throws Exception {
        String before = "query Me { viewer { id } }";
        String after = "query Me { viewer { id email } }";
        register("Me", before);
        register("Me", after);

        assertThat(post("{\"documentId\":\"Me\"}")).contains("email");
        assertThat(post("{\"query\":\"%s\"}".formatted(before)))
                .doesNotContain("email")
                .contains(ada.toString());

        register("Me", before);
        assertThat(post("{\"documentId\":\"Me\"}")).doesNotContain("email").contains(ada.toString());
    }

    @Test
    void aDocumentIsNamedOrSentButNotBoth() throws Exception {
        new Wire.Answer(post("{\"documentId\":\"Who\",\"query\":\"%s\"}".formatted(WHO))).blames("documentId");
    }

    @Test
    void callersWithAccessTokensMayBeHeldToMore() {
        var properties = new DocumentProperties(
                DocumentMode.ON, DocumentMode.ONLY, Duration.ofSeconds(5), DataSize.ofMegabytes(4));

        assertThat(properties.modeOf(caller(null))).isEqualTo(DocumentMode.ON);
        assertThat(properties.modeOf(caller(UUID.randomUUID()))).isEqualTo(DocumentMode.ONLY);
    }

    private static Caller caller(@Nullable UUID token) {
        return new Caller(UUID.randomUUID(), null, "{}", Scopes.ALL, token);
    }

    private String post(String body) throws Exception {
        return Edge.send(request("")
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body)))
                .body();
    }

    private String get(String parameter, String value) throws Exception {
        return Edge.send(request("?" + parameter + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8)))
                .body();
    }

    private HttpRequest.Builder request(String parameters) {
        String token = Tokens.signed(Tokens.claims().subject(ada.toString()).build());
        return new Edge(port).anonymous("/graphql" + parameters).header("Authorization", "Bearer " + token);
    }
}
