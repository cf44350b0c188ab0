package com.tripsage.gateway.embedding.provider;

import com.tripsage.gateway.database.Deadline;
import com.tripsage.gateway.embedding.EmbeddingProvider;
import com.tripsage.gateway.embedding.EmbeddingUnavailable;
import com.tripsage.gateway.embedding.Occasionally;
import com.tripsage.gateway.embedding.OwnKey;
import com.tripsage.gateway.embedding.ProviderState;
import com.tripsage.gateway.embedding.Purpose;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.retry.RetryException;
import org.springframework.core.retry.RetryTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * A service that speaks OpenAI's API. Only the deployment says where it is; a caller's own key may take the place of the
 * deployment's, and then only its owner notices when it is refused.
 */
final class OpenAiProvider implements EmbeddingProvider {

    private static final Logger LOG = LoggerFactory.getLogger(OpenAiProvider.class);

    private static final String NAME = "openai";

    /** Smaller parts say too little. */
    private static final int SMALLEST_PART = 256;

    private static final int CALLS_TO_JUDGE_BY = 20;
    private static final Duration BETWEEN_WARNINGS = Duration.ofMinutes(1);

    private final EmbeddingProperties.OpenAi settings;
    private final OpenAiClient client;
    private final CircuitBreaker breaker;
    private final Occasionally occasionally = new Occasionally(BETWEEN_WARNINGS);

    OpenAiProvider(EmbeddingProperties.OpenAi settings, JsonMapper json) {
        this.settings = settings;
        this.client = new OpenAiClient(settings, json);
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
        Deadline deadline = Deadline.after(settings.totalTimeout());
        OpenAiKey key = key(ownKey.of(NAME));
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

    private List<float[]> embed(List<String> texts, int most, OpenAiKey key, Deadline deadline) {
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

    private OpenAiKey key(@Nullable String own) {
        if (own != null) {
            if (!OpenAiKey.isValid(own)) {
                throw new EmbeddingUnavailable("The caller's own key can't be one");
            }
            return new OpenAiKey(own, true);
        }
        if (settings.apiKey() == null) {
            throw new EmbeddingUnavailable(
                    "Neither the deployment nor the caller has a key for the embedding provider");
        }
        return new OpenAiKey(settings.apiKey(), false);
    }

    private List<float[]> embedBatch(List<String> texts, OpenAiKey key, Deadline deadline) {
        byte[] body = client.bodyOf(texts);
        try {
            return Objects.requireNonNull(new RetryTemplate(new OpenAiRetries(settings, deadline))
                    .execute(() -> breaker.executeCallable(() -> client.call(body, texts.size(), key, deadline))));
        } catch (RetryException e) {
            throw unavailable(e.getLastException());
        }
    }

    private EmbeddingUnavailable unavailable(Throwable failure) {
        return switch (failure) {
            case CallNotPermittedException _ ->
                new EmbeddingUnavailable("The embedding provider failed too often, and is left alone for a while");
            case CallFailed call -> {
                if (call.isOutage()) {
                    occasionally.run(() -> LOG.warn("{}", call.getMessage()));
                }
                yield call;
            }
            default -> throw new IllegalStateException("The embedding provider could not be called", failure);
        };
    }
}
