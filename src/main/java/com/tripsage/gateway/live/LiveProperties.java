package com.tripsage.gateway.live;

import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;
import org.springframework.validation.annotation.Validated;

/**
 * The settings of subscriptions.
 *
 * @param subscriptionsPerCaller the most that one caller may have on this node
 * @param buffer the most changes that wait for a slow subscriber
 * @param concurrency the most subscriptions that use the database at once, to begin or to deliver; the others wait
 * @param concurrencyPerCaller the most of them that are one caller's
 * @param pollInterval the longest time until a change is noticed that came another way than through this node
 */
@Validated
@ConfigurationProperties("gateway.live")
record LiveProperties(
        @DefaultValue("100") @Positive int subscriptionsPerCaller,
        @DefaultValue("1000") @Positive int buffer,
        @DefaultValue("16") @Positive int concurrency,
        @DefaultValue("4") @Positive int concurrencyPerCaller,
        @DefaultValue("50ms") Duration pollInterval) {

    LiveProperties {
        Assert.isTrue(pollInterval.toMillis() > 0, "gateway.live.poll-interval has to be at least 1ms");
    }
}
