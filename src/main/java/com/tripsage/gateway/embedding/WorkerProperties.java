package com.tripsage.gateway.embedding;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The settings of the worker that makes vectors in the background.
 *
 * @param pollInterval how long to wait when nothing waits for a vector
 * @param share how much of the time the worker may be at work on a gateway that always has an operation under way; otherwise it
 *     takes what operations leave
 */
@Validated
@ConfigurationProperties("gateway.embedding.worker")
record WorkerProperties(
        @DefaultValue("2s") Duration pollInterval,
        @DefaultValue("0.05") @Positive @DecimalMax("1") double share) {}
