package com.tripsage.gateway.webhook.delivery;

import jakarta.validation.constraints.Positive;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The settings of webhooks.
 *
 * @param enabled whether this gateway sends
 * @param allowHttp whether an address may be one without TLS
 * @param allowPrivate whether an address may be private, as those of tests are
 * @param proxy a proxy for all calls, which then has to refuse private addresses itself
 * @param connectTimeout the longest time until an endpoint is connected to
 * @param timeout the longest time of a call, from the search for the address to the answer
 * @param concurrency the most webhooks that this gateway sends to at once
 * @param concurrencyPerUser the most of them that are one user's
 * @param pollInterval the longest time until a change is noticed that came another way than through this gateway
 * @param retryAfter the pause after a first failure; it doubles with each further one
 * @param longestPause the longest pause
 * @param giveUpAfter how long an endpoint may fail before its webhook is disabled
 * @param secretOverlap how long the secret of before a rotation goes on signing
 * @param logRetention how long deliveries are kept for their user to read
 */
@Validated
@ConfigurationProperties("gateway.webhooks")
public record WebhookProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("false") boolean allowHttp,
        @DefaultValue("false") boolean allowPrivate,
        @Nullable URI proxy,
        @DefaultValue("5s") Duration connectTimeout,
        @DefaultValue("15s") Duration timeout,
        @DefaultValue("32") @Positive int concurrency,
        @DefaultValue("4") @Positive int concurrencyPerUser,
        @DefaultValue("500ms") Duration pollInterval,
        @DefaultValue("5s") Duration retryAfter,
        @DefaultValue("1h") Duration longestPause,
        @DefaultValue("24h") Duration giveUpAfter,
        @DefaultValue("24h") Duration secretOverlap,
        @DefaultValue("30d") Duration logRetention) {}
