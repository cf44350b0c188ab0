package com.tripsage.gateway.token;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings of access tokens.
 *
 * @param maxLifetime the longest time from the making of one to its end
 */
@ConfigurationProperties("gateway.tokens")
record TokenProperties(@DefaultValue("366d") Duration maxLifetime) {}
