package com.tripsage.gateway.memory;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.PositiveOrZero;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How memories are kept.
 *
 * @param duplicateDistance how near, as a cosine distance, the vectors of two memories of one kind are that say the same
 */
@Validated
@ConfigurationProperties("gateway.memory")
record MemoryProperties(
        @DefaultValue("0.03") @PositiveOrZero @DecimalMax("2")
        double duplicateDistance) {}
