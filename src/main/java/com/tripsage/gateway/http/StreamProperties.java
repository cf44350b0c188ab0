package com.tripsage.gateway.http;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * Limits and times of answers that are streams of events.
 *
 * @param keepAlive how long a stream may be silent, before proxies take it for dead
 * @param maxConnections how many there may be at once; each has a connection for itself
 * @param maxConnectionsPerCaller how many of them one caller may have; 0 where there is no such limit
 * @param shutdownSpread over which time subscribers are sent elsewhere, so that they don't come back all at once
 */
@ConfigurationProperties("gateway.sse")
record StreamProperties(
        @DefaultValue("15s") Duration keepAlive,
        @DefaultValue("2000") int maxConnections,
        @DefaultValue("100") int maxConnectionsPerCaller,
        @DefaultValue("3s") Duration shutdownSpread) {

    StreamProperties {
        Assert.isTrue(keepAlive.isPositive(), "gateway.sse.keep-alive has to be positive");
        Assert.isTrue(maxConnections >= 0, "gateway.sse.max-connections can't be negative");
        Assert.isTrue(maxConnectionsPerCaller >= 0, "gateway.sse.max-connections-per-caller can't be negative");
        Assert.isTrue(!shutdownSpread.isNegative(), "gateway.sse.shutdown-spread can't be negative");
    }
}
