package com.tripsage.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The gateway as text goes to it and comes back, where a client library would round, escape or drop something. */
public record Wire(int port, String token) {

    public static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build();

    /** What no answer shows: stack traces, SQL, names of classes and of the database's insides. */
    private static final Pattern INTERNALS = Pattern.compile(
            "Exception|\\\\tat |java\\.|\\borg\\.|com\\.tripsage|Value\\b|ArrayList|LinkedHashMap|Big(?:Decimal|Integer)|'Integer'|PSQL|SQLSTATE|jsonb_|\\bpublic\\.|\\bsharing\\."
                    + "|(?i:select .* from |insert into |update .* set |delete from )");

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    public static Wire of(int port, Traveller traveller) {
        return new Wire(port, traveller.token());
    }

    public Answer send(String document) {
        return send(document, Map.of());
    }

    public Answer send(String document, Map<String, ? extends @Nullable Object> variables) {
        return send(document, JSON.writeValueAsString(variables));
    }

    /** Sends variables as they are written. */
    public Answer send(String document, String variables) {
        return post("{\"query\":%s,\"variables\":%s}".formatted(JSON.writeValueAsString(document), variables));
    }

    /** The same, with what the operation costs in the extensions. */
    public Answer sendAskingForTheCost(String document, String variables) {
        return post("{\"query\":%s,\"variables\":%s,\"extensions\":{\"cost\":true}}"
                .formatted(JSON.writeValueAsString(document), variables));
    }

    /** Sends a document and does not wait for the answer, which comes with the status of the newer media type. */
    public CompletableFuture<HttpResponse<String>> sendAsync(String document) {
        return CLIENT.sendAsync(
                request(JSON.writeValueAsString(Map.of("query", document))).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String body) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/graphql"))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private Answer post(String body) {
        HttpRequest request = request(body).header("Accept", "application/json").build();
        try {
            String answer =
                    CLIENT.send(request, HttpResponse.BodyHandlers.ofString()).body();
            assertThat(answer).doesNotContainPattern(INTERNALS);
            return new Answer(answer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What came back. */
    public record Answer(String body) {

        public JsonNode json() {
            return JSON.readTree(body);
        }

        /** A part of the data of an operation that had no error: a string as it is, anything else as JSON. */
        public String at(String pointer) {
            return textOf(node(pointer));
        }

        /** A part of the extensions, errors or not. */
        public String extension(String pointer) {
            return textOf(json().at("/extensions" + pointer));
        }

        /** The same part of each element of a list. */
        public List<String> each(String listPointer, String pointer) {
            List<String> texts = new ArrayList<>();
            node(listPointer).forEach(element -> texts.add(textOf(element.at(pointer))));
            return texts;
        }

        private JsonNode node(String pointer) {
            assertThat(json().has("errors")).as(body).isFalse();
            JsonNode node = json().at("/data" + pointer);
            assertThat(node.isMissingNode()).as("%s in %s", pointer, body).isFalse();
            return node;
        }

        private static String textOf(JsonNode node) {
            return node.isString() ? node.stringValue() : node.toString();
        }

        /** The codes of the errors. */
        public List<String> codes() {
            List<String> codes = new ArrayList<>();
            json().path("errors").forEach(error -> {
                assertThat(error.at("/extensions/requestId").isString())
                        .as(body)
                        .isTrue();
                assertThat(error.path("message").isString()).as(body).isTrue();
                codes.add(textOf(error.at("/extensions/code")));
            });
            return codes;
        }

        /** Whether the gateway or the database had no time for the operation, which is then not carried out. */
        public boolean isTemporaryRefusal() {
            return codes().equals(List.of("TIMEOUT")) || codes().equals(List.of("UNAVAILABLE"));
        }

        /** One error with this code and no data. */
        public void isRefused(String code) {
            assertThat(codes()).as(body).containsExactly(code);
            assertThat(json().path("data").isContainer()).as(body).isFalse();
        }

        /** One BAD_USER_INPUT that blames exactly these paths. */
        public void blames(String... paths) {
            isRefused("BAD_USER_INPUT");
            List<String> blamed = new ArrayList<>();
            json().at("/errors/0/extensions/violations").forEach(violation -> {
                assertThat(textOf(violation.path("message"))).isNotBlank();
                blamed.add(textOf(violation.path("path")));
            });
            assertThat(blamed).as(body).containsExactlyInAnyOrder(paths);
        }

        /** The document itself was refused. */
        public void isInvalid() {
            assertThat(codes()).as(body).isNotEmpty().containsOnly("GRAPHQL_VALIDATION_FAILED");
            assertThat(json().has("data")).as(body).isFalse();
        }
    }
}
