package com.tripsage.gateway.benchmark;

import com.tripsage.gateway.Wire;
import com.tripsage.gateway.value.Vector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** A caller over HTTP, who looks at the clock. */
record Client(int port, String token) {

    private static final String SEARCH = """
            query ($query: SearchQuery!, $mode: SearchMode!, $filter: MemoryFilter) {
              searchMemories(query: $query, mode: $mode, filter: $filter, first: 10) {
                exact
                hits { distance memory { id kind text } }
              }
            }
            """;

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** The ten nearest to a vector. */
    static String search(Vector vector, boolean onlyPreferences) {
        return search(Map.of("vector", base64(vector)), "SEMANTIC", onlyPreferences);
    }

    /** The ten best for a text. */
    static String search(String text, String mode) {
        return search(Map.of("text", text), mode, false);
    }

    private static String search(Map<String, String> query, String mode, boolean onlyPreferences) {
        Map<String, ?> filter = onlyPreferences ? Map.of("kind", List.of("PREFERENCE")) : Map.of();
        return body(SEARCH, Map.of("query", query, "mode", mode, "filter", filter));
    }

    static String body(String document, Map<String, ?> variables) {
        return Wire.JSON.writeValueAsString(Map.of("query", document, "variables", variables));
    }

    private static String base64(Vector vector) {
        float[] numbers = vector.toFloats();
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(numbers);
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    /** What comes back, and after how long. */
    Answer send(String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/graphql"))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .timeout(Duration.ofMinutes(2))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            long start = System.nanoTime();
            String text =
                    HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body();
            return new Answer(text, System.nanoTime() - start);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    record Answer(String text, long nanos) {

        boolean isError() {
            return text.contains("\"errors\"");
        }

        String errorCode() {
            return Wire.JSON.readTree(text).at("/errors/0/extensions/code").stringValue();
        }

        /** The data at a place. */
        JsonNode at(String pointer) {
            if (isError()) {
                throw new IllegalStateException(text);
            }
            return Wire.JSON.readTree(text).at("/data" + pointer);
        }

        boolean isExact() {
            return at("/searchMemories/exact").booleanValue();
        }

        List<UUID> hits() {
            List<UUID> ids = new ArrayList<>();
            at("/searchMemories/hits")
                    .forEach(hit -> ids.add(UUID.fromString(hit.at("/memory/id").stringValue())));
            return ids;
        }
    }
}
