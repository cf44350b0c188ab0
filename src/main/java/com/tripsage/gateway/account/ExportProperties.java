package com.tripsage.gateway.account;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * The limits of exports.
 *
 * @param timeout how long one may take, from its first byte to its last
 * @param concurrent how many there may be at once; each keeps a connection to the database
 */
@ConfigurationProperties("gateway.export")
record ExportProperties(
        @DefaultValue("10m") Duration timeout,
        @DefaultValue("2") int concurrent) {

    ExportProperties {
        Assert.isTrue(timeout.isPositive(), "gateway.export.timeout has to be positive");
        Assert.isTrue(concurrent > 0, "gateway.export.concurrent has to be positive");
    }
}
