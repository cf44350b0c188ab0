package com.tripsage.gateway.http;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;
import org.springframework.util.unit.DataSize;

/**
 * Limits of how much a client may send, and of how slowly it may send and read.
 *
 * @param maxBody the largest request body; 500 memories with their vectors have about 10 MB
 * @param receiveTimeout how long a request may take from its first byte to its last
 * @param sendTimeout how long a client may take for an answer, from its first byte to its last
 */
@ConfigurationProperties("gateway.http")
record HttpProperties(
        @DefaultValue("16MB") DataSize maxBody,
        @DefaultValue("10s") Duration receiveTimeout,
        @DefaultValue("60s") Duration sendTimeout) {

    private static final DataSize MOST = DataSize.ofMegabytes(64);

    HttpProperties {
        Assert.isTrue(
                maxBody.toBytes() > 0 && maxBody.compareTo(MOST) <= 0,
                "gateway.http.max-body has to be between 1B and 64MB");
        Assert.isTrue(sendTimeout.isPositive(), "gateway.http.send-timeout has to be positive");
        Assert.isTrue(receiveTimeout.isPositive(), "gateway.http.receive-timeout has to be positive");
    }
}
