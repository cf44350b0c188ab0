package com.tripsage.gateway.graphql;

import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The limits of how long operations take and of how many there are at once.
 *
 * @param requestTimeout the longest time that an operation may take
 * @param concurrentOperations queries and mutations under way at once, those included that wait for a connection to the
 *     database
 * @param concurrentOperationsPerCaller the most that one caller may have, if as many are left for others
 * @param runningOperationsPerCaller the most of a caller's operations that run at once; the others wait for these
 */
@Validated
@ConfigurationProperties("gateway.limits")
record LimitProperties(
        @DefaultValue("10s") Duration requestTimeout,
        @DefaultValue("256") @Positive int concurrentOperations,
        @DefaultValue("100") @Positive int concurrentOperationsPerCaller,
        @DefaultValue("8") @Positive int runningOperationsPerCaller) {}
