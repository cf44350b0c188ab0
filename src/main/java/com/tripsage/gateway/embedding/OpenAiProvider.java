package com.tripsage.gateway.embedding;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.retry.RetryException;
import org.springframework.core.retry.RetryTemplate;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * A service that speaks OpenAI's API. Only the deployment says where it is; a caller's own key may take the place of the
 * deployment's, and then only its owner notices when it is refused.
 */
final class OpenAiProvider implements EmbeddingProvider {

    private static final Logger LOG = LoggerFactory.getLogger(OpenAiProvider.class);

    private static final String NAME = "openai";
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]+");

    /** Room for 3072 numbers a text, which is twice what can be stored, as some write them. */
    private static final int MAX_BYTES_PER_TEXT = 128 * 1024;

    /** Smaller parts say too little. */
    private static final int SMALLEST_PART = 256;

    private static final int CALLS_TO_JUDGE_BY = 20;
    private static final long MAX_RETRY_AFTER_SECONDS = 3600;
    private static final Duration BETWEEN_WARNINGS = Duration.ofMinutes(1);

    private final EmbeddingProperties.OpenAi settings;
    private final URI endpoint;
    private final JsonMapper json;
    private final CircuitBreaker breaker;
    private final Occasionally occasionally = new Occasionally(BETWEEN_WARNINGS);

    // A key must not follow a redirect. HTTP/1.1, because servers without TLS often can't cope with the offer of an
    // upgrade.
    private final HttpClient http;

    OpenAiProvider(EmbeddingProperties.OpenAi settings, JsonMapper json) {
        this.settings = settings;
        this.json = json;
        endpoint = URI.create(settings.baseUrl().toString().replaceAll("/+$", "") + "/embeddings");
        http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(settings.timeout())
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .build();
        breaker = CircuitBreaker.of(
                NAME,
                CircuitBreakerConfig.custom()
                        .slidingWindowSize(CALLS_TO_JUDGE_BY)
                        .minimumNumberOfCalls(CALLS_TO_JUDGE_BY / 2)
                        // One good call is enough: where calls are rare, a second one might come too late to count.
                        .permittedNumberOfCallsInHalfOpenState(1)
                        .waitDurationInOpenState(settings.breakerWait())
                        .maxWaitDurationInHalfOpenState(settings.timeout().plus(settings.breakerWait()))
                        .ignoreException(e -> e instanceof CallFailed call && !call.isOutage())
                        .writableStackTraceEnabled(false)
                        .build());
    }

    /** Whether it can stand in a header, which the HTTP client would otherwise repeat in its complaint. */
    static boolean isKey(String key) {
        return KEY.matcher(key).matches();
    }

    @Override
    public String model() {
        return settings.dimensions() == null ? settings.model() : settings.model() + "@" + settings.dimensions();
    }

    @Override
    public ProviderState state() {
        return breaker.getState() == CircuitBreaker.State.CLOSED ? ProviderState.READY : ProviderState.LEFT_ALONE;
    }

    @Override
    public List<float[]> embed(List<String> texts, Purpose purpose, OwnKey ownKey) {
        Deadline deadline = Deadline.in(settings.totalTimeout());
        Key key = key(ownKey.of(NAME));
        int longest = texts.stream().mapToInt(String::length).max().orElse(0);
        for (int most = Math.min(settings.maxCharacters(), Math.max(1, longest)); ; most /= 2) {
            try {
                return embed(texts, most, key, deadline);
            } catch (CallFailed e) {
                // A text of too many tokens, which nobody else can count, goes in smaller parts.
                if (!e.isAboutTexts() || texts.size() > 1 || most < 2 * SMALLEST_PART) {
                    throw e;
                }
            }
        }
    }

    private List<float[]> embed(List<String> texts, int most, Key key, Deadline deadline) {
        List<List<String>> parted =
                texts.stream().map(text -> parts(text, most)).toList();
        List<String> parts = parted.stream().flatMap(List::stream).toList();
        List<float[]> vectors = new ArrayList<>(parts.size());
        for (int from = 0; from < parts.size(); from += settings.batchSize()) {
            List<String> batch = parts.subList(from, Math.min(parts.size(), from + settings.batchSize()));
            try {
                vectors.addAll(embedBatch(batch, key, deadline));
            } catch (EmbeddingUnavailable e) {
                List<float[]> whole = whole(parted, vectors);
                if (whole.isEmpty()) {
                    throw e;
                }
                return whole;
            }
        }
        return whole(parted, vectors);
    }

    /** The API refuses an empty text. */
    private static List<String> parts(String text, int most) {
        return text.isEmpty() ? List.of(" ") : Parts.of(Parts.encodable(text), most);
    }

    /** The vectors of those texts of which all parts have one. */
    private static List<float[]> whole(List<List<String>> parted, List<float[]> vectors) {
        List<float[]> whole = new ArrayList<>(parted.size());
        int from = 0;
        for (List<String> parts : parted) {
            int to = from + parts.size();
            if (to > vectors.size()) {
                break;
            }
            whole.add(Parts.combined(
                    vectors.subList(from, to),
                    parts.stream().map(String::length).toList()));
            from = to;
        }
        return whole;
    }

    private Key key(@Nullable String own) {
        if (own != null) {
            if (!isKey(own)) {
                throw new EmbeddingUnavailable("The caller's own key can't be one");
            }
            return new Key(own, true);
        }
        if (settings.apiKey() == null) {
            throw new EmbeddingUnavailable(
                    "Neither the deployment nor the caller has a key for the embedding provider");
        }
        return new Key(settings.apiKey(), false);
    }

    private List<float[]> embedBatch(List<String> texts, Key key, Deadline deadline) {
        byte[] body = json.writeValueAsBytes(new Request(settings.model(), texts, settings.dimensions(), "float"));
        try {
            return Objects.requireNonNull(new RetryTemplate(new OpenAiRetries(settings, deadline))
                    .execute(() -> breaker.executeCallable(() -> call(body, texts.size(), key, deadline))));
        } catch (RetryException e) {
            throw unavailable(e.getLastException());
        }
    }

    private EmbeddingUnavailable unavailable(Throwable failure) {
        if (failure instanceof CallNotPermittedException) {
            return new EmbeddingUnavailable("The embedding provider failed too often, and is left alone for a while");
        }
        if (failure instanceof CallFailed call) {
            if (call.isOutage()) {
                occasionally.run(() -> LOG.warn("{}", call.getMessage()));
            }
            return call;
        }
        throw new IllegalStateException("The embedding provider could not be called", failure);
    }

    private List<float[]> call(byte[] body, int texts, Key key, Deadline deadline) {
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
        } catch (JacksonException e) {
            // Without the cause, which may quote the answer.
            throw OpenAiAnswer.malformed("JSON of another form");
        }
    }

    private HttpResponse<byte[]> send(byte[] body, int texts, Key key, Deadline deadline) {
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
        } catch (TimeoutException e) {
            throw CallFailed.forNow("The embedding provider did not answer in time", !isCutShort, Duration.ZERO);
        } catch (ExecutionException e) {
            throw CallFailed.forNow(
                    "The embedding provider can't be reached: " + nameOf(e.getCause()), true, Duration.ZERO);
        } catch (InterruptedException e) {
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

    private static CallFailed refused(HttpResponse<?> response, Key key) {
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
        } catch (DateTimeParseException e) {
            return Duration.ZERO;
        }
    }

    /** What is sent. */
    private record Request(
            String model,
            List<String> input,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Integer dimensions,

            @JsonProperty("encoding_format") String encodingFormat) {}

    private record Key(String value, boolean isOwn) {

        @Override
        public String toString() {
            return "Key[isOwn=" + isOwn + "]";
        }
    }
}
