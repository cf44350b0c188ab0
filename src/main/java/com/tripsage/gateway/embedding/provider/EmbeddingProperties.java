package com.tripsage.gateway.embedding.provider;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;
import org.springframework.util.StringUtils;
import org.springframework.validation.annotation.Validated;

/**
 * The settings of the embedding provider.
 *
 * @param provider the model in the process, a service that speaks OpenAI's API, or nobody
 * @param openai the service, where it is the provider
 */
@Validated
@ConfigurationProperties("gateway.embedding")
record EmbeddingProperties(
        @DefaultValue("local") Provider provider,
        @DefaultValue @Valid OpenAi openai) {

    /** The providers that a deployment may choose. */
    enum Provider {
        LOCAL,
        OPENAI,
        NONE
    }

    /**
     * A service that speaks OpenAI's API.
     *
     * @param baseUrl where its API begins; {@code /embeddings} is added
     * @param model the model that is asked for
     * @param apiKey the deployment's key, for callers who have none of their own
     * @param dimensions how many numbers a vector has, where the model can be told; the model's own choice otherwise
     * @param timeout how long one call may take
     * @param totalTimeout how long all calls for one request to the gateway may take, retries and pauses included
     * @param retries how often a failed call is tried again
     * @param retryDelay the pause before the first retry; it doubles, with a random share, before each further one
     * @param batchSize texts in one call
     * @param maxCharacters characters of a text that are sent as one; a longer one goes in parts, and has one vector of theirs
     * @param breakerWait how long a service that fails is left alone
     */
    record OpenAi(
            @DefaultValue("https://api.openai.com/v1") URI baseUrl,

            @DefaultValue("text-embedding-3-small") @NotBlank
            String model,

            @Nullable String apiKey,

            @Nullable @Min(1) @Max(OpenAiAnswer.MAX_DIMENSIONS)
            Integer dimensions,

            @DefaultValue("3s") Duration timeout,
            @DefaultValue("6s") Duration totalTimeout,
            @DefaultValue("2") @PositiveOrZero int retries,
            @DefaultValue("250ms") Duration retryDelay,
            @DefaultValue("128") @Positive @Max(2048) int batchSize,
            @DefaultValue("8000") @Positive int maxCharacters,
            @DefaultValue("30s") Duration breakerWait) {

        OpenAi {
            // The message must not repeat the address, which may hold a password.
            Assert.isTrue(
                    isAddress(baseUrl),
                    "gateway.embedding.openai.base-url has to be http or https with a host, and nothing but a path behind");
            // An empty environment variable, as Compose passes one on, is the same as none.
            apiKey = StringUtils.hasText(apiKey) ? apiKey.strip() : null;
            Assert.isTrue(
                    apiKey == null || OpenAiKey.isValid(apiKey),
                    "gateway.embedding.openai.api-key holds characters that no header may have");
            Assert.isTrue(
                    isPositive(timeout)
                            && isPositive(totalTimeout)
                            && isPositive(retryDelay)
                            && isPositive(breakerWait),
                    "gateway.embedding.openai: timeouts, delays and waits have to be positive");
        }

        private static boolean isAddress(URI url) {
            String scheme = url.getScheme();
            return ("http".equals(scheme) || "https".equals(scheme))
                    && url.getHost() != null
                    && url.getUserInfo() == null
                    && url.getQuery() == null
                    && url.getFragment() == null;
        }

        private static boolean isPositive(Duration duration) {
            return duration.toMillis() > 0;
        }

        @Override
        public String toString() {
            return "OpenAi[baseUrl=" + baseUrl + ", model=" + model + ", dimensions=" + dimensions + "]";
        }
    }
}
