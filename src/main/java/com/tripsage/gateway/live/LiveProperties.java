package com.tripsage.gateway.live;

import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;
import org.springframework.validation.annotation.Validated;

/**
 * How subscriptions are served.
 *
 * @param subscriptionsPerCaller how many one caller may have on this node
 * @param buffer how many events may wait for a slow subscriber
 * @param concurrency how many subscriptions may use the database at once, to begin or to deliver; the others wait
 * @param concurrencyPerCaller how many of them may be one caller's
 * @param pollInterval how long a change that came another way than through this node waits at most to be noticed
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
