package com.tripsage.gateway.account;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * The settings of erasures.
 *
 * @param eventsKept how long the members of an erased user's trips may still read in the log who has left
 */
@ConfigurationProperties("gateway.erasure")
record ErasureProperties(@DefaultValue("5m") Duration eventsKept) {

    ErasureProperties {
        Assert.isTrue(!eventsKept.isNegative(), "gateway.erasure.events-kept can't be negative");
    }
}
