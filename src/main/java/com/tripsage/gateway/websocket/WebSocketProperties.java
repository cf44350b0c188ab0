package com.tripsage.gateway.websocket;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * Limits of sockets: how long they are waited for, and how many there may be.
 *
 * @param initTimeout how long a client may take to say connection_init, and to send any one message
 * @param keepAlive how often a socket is pinged; one that is silent for more than two such times is closed
 * @param sendTimeout how long a client may take nothing of what is sent to it
 * @param maxConnections how many sockets there may be, if the heap has room for them; fewer than
 *     {@code server.tomcat.max-connections}, which counts the connections of plain requests too
 * @param maxConnectionsPerCaller how many of them one caller may have; 0 where there is no such limit
 * @param maxUninitialisedPerAddress how many sockets of one address may be without a token yet; 0 where there is no such limit
 * @param maxOperations how many operations may run at once on a socket
 * @param shutdownSpread over which time the sockets are closed when the gateway stops
 */
@ConfigurationProperties("gateway.websocket")
record WebSocketProperties(
        @DefaultValue("10s") Duration initTimeout,
        @DefaultValue("25s") Duration keepAlive,
        @DefaultValue("10s") Duration sendTimeout,
        @DefaultValue("12000") int maxConnections,
        @DefaultValue("100") int maxConnectionsPerCaller,
        @DefaultValue("64") int maxUninitialisedPerAddress,
        @DefaultValue("100") int maxOperations,
        @DefaultValue("3s") Duration shutdownSpread) {

    /** What a socket with a subscription takes of the heap, most of it Tomcat's buffers. */
    static final int SOCKET_BYTES = 20 << 10;

    WebSocketProperties {
        Assert.isTrue(initTimeout.isPositive(), "gateway.websocket.init-timeout has to be positive");
        Assert.isTrue(keepAlive.isPositive(), "gateway.websocket.keep-alive has to be positive");
        Assert.isTrue(sendTimeout.isPositive(), "gateway.websocket.send-timeout has to be positive");
        Assert.isTrue(maxConnections >= 0, "gateway.websocket.max-connections can't be negative");
        Assert.isTrue(maxConnectionsPerCaller >= 0, "gateway.websocket.max-connections-per-caller can't be negative");
        Assert.isTrue(
                maxUninitialisedPerAddress >= 0, "gateway.websocket.max-uninitialised-per-address can't be negative");
        Assert.isTrue(maxOperations > 0, "gateway.websocket.max-operations has to be positive");
        Assert.isTrue(!shutdownSpread.isNegative(), "gateway.websocket.shutdown-spread can't be negative");
    }

    /** How many sockets there may be in so much memory. */
    int connectionsIn(long bytes) {
        return (int) Math.min(maxConnections, bytes / SOCKET_BYTES);
    }

    /** Two pings without an answer, and some time for the second one's. */
    Duration silence() {
        return keepAlive.multipliedBy(2).plus(keepAlive.dividedBy(5));
    }
}
