package com.tripsage.gateway.graphql;

import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How long operations may take, and how many there may be.
 *
 * @param requestTimeout how long an operation may take in all
 * @param concurrentOperations queries and mutations under way at once, those included that wait for a connection to the
 *     database
 * @param concurrentOperationsPerCaller how many of them one caller may have, if as many are left for others
 * @param runningOperationsPerCaller how many of a caller's own run at once; the others wait for these
 */
@Validated
@ConfigurationProperties("gateway.limits")
record LimitProperties(
        @DefaultValue("10s") Duration requestTimeout,
        @DefaultValue("256") @Positive int concurrentOperations,
        @DefaultValue("100") @Positive int concurrentOperationsPerCaller,
        @DefaultValue("8") @Positive int runningOperationsPerCaller) {}
