package com.tripsage.gateway.embedding.provider;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.tripsage.gateway.database.Deadline;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Single calls of OpenAI's API for embeddings, which tell by their failure what may help. */
final class OpenAiClient {

    /** Room for 3072 numbers a text, which is twice what can be stored, as some write them. */
    private static final int MAX_BYTES_PER_TEXT = 128 * 1024;

    private static final long MAX_RETRY_AFTER_SECONDS = 3600;

    private final EmbeddingProperties.OpenAi settings;
    private final URI endpoint;
    private final JsonMapper json;

    // A key must not follow a redirect. HTTP/1.1, because servers without TLS often can't cope with the offer of an
    // upgrade.
    private final HttpClient http;

    OpenAiClient(EmbeddingProperties.OpenAi settings, JsonMapper json) {
        this.settings = settings;
        this.json = json;
        endpoint = URI.create(settings.baseUrl().toString().replaceAll("/+$", "") + "/embeddings");
        http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(settings.timeout())
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .build();
    }

    /** The body of a call, written once however often it is tried. */
    byte[] bodyOf(List<String> texts) {
        return json.writeValueAsBytes(new Request(settings.model(), texts, settings.dimensions(), "float"));
    }

    List<float[]> call(byte[] body, int texts, OpenAiKey key, Deadline deadline) {
        HttpResponse<byte[]> response = send(body, texts, key, deadline);
        int status = response.statusCode();
        if (status != 200) {
            throw refused(response, key);
        }
        try {
            OpenAiAnswer answer = json.readValue(response.body(), OpenAiAnswer.class);
            if (answer == null) {
                throw OpenAiAnswer.malformed("nothing in it");
            }
            return answer.vectors(texts, settings.dimensions());
        } catch (JacksonException _) {
            // Without the cause, which may quote the answer.
            throw OpenAiAnswer.malformed("JSON of another form");
        }
    }

    private HttpResponse<byte[]> send(byte[] body, int texts, OpenAiKey key, Deadline deadline) {
        Duration remaining = deadline.remaining();
        boolean isCutShort = remaining.compareTo(settings.timeout()) < 0;
        Duration timeout = isCutShort ? remaining : settings.timeout();
        CompletableFuture<HttpResponse<byte[]>> response = http.sendAsync(
                HttpRequest.newBuilder(endpoint)
                        .header("Authorization", "Bearer " + key.value())
                        .header("Content-Type", "application/json")
                        .header("Accept", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build(),
                BodyHandlers.limiting(
                        head -> head.statusCode() == 200
                                ? BodySubscribers.ofByteArray()
                                : BodySubscribers.replacing(new byte[0]),
                        (long) MAX_BYTES_PER_TEXT * (texts + 1)));
        try {
            return response.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            throw CallFailed.forNow("The embedding provider did not answer in time", !isCutShort, Duration.ZERO);
        } catch (ExecutionException e) {
            throw CallFailed.forNow(
                    "The embedding provider can't be reached: " + nameOf(e.getCause()), true, Duration.ZERO);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw CallFailed.forGood("Interrupted while waiting for the embedding provider", false);
        } finally {
            response.cancel(true);
        }
    }

    /** Only the class, because messages of the network have addresses in them. */
    private static String nameOf(@Nullable Throwable failure) {
        return failure == null ? "unknown" : failure.getClass().getSimpleName();
    }

    private static CallFailed refused(HttpResponse<?> response, OpenAiKey key) {
        int status = response.statusCode();
        String who = key.isOwn() ? "the caller's own key" : "the deployment's key";
        String message = "The embedding provider answered " + status + " to " + who;
        return switch (status) {
            case 429 -> CallFailed.forNow(message, !key.isOwn(), retryAfter(response));
            case 401, 403, 404 -> CallFailed.forGood(message, !key.isOwn());
            case 408 -> CallFailed.forNow(message, true, Duration.ZERO);
            case 400, 413, 422 -> CallFailed.becauseOfTexts(message);
            default ->
                status >= 500
                        ? CallFailed.forNow(message, true, retryAfter(response))
                        : CallFailed.forGood(message, status < 400);
        };
    }

    private static Duration retryAfter(HttpResponse<?> response) {
        String value = response.headers().firstValue("Retry-After").orElse("0");
        try {
            long seconds = value.matches("\\d{1,9}")
                    ? Long.parseLong(value)
                    : Duration.between(Instant.now(), ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME))
                            .toSeconds();
            return Duration.ofSeconds(Math.clamp(seconds, 0, MAX_RETRY_AFTER_SECONDS));
        } catch (DateTimeParseException _) {
            return Duration.ZERO;
        }
    }

    private record Request(
            String model,
            List<String> input,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Integer dimensions,

            @JsonProperty("encoding_format") String encodingFormat) {}
}
