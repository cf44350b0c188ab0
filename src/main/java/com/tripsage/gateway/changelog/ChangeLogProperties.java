package com.tripsage.gateway.changelog;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings of the change log.
 *
 * @param retention the time that changes are kept, and so how old a cursor may be; whole days of UTC are dropped, so it may be a day more
 */
@ConfigurationProperties("gateway.changelog")
record ChangeLogProperties(@DefaultValue("7d") Duration retention) {

    ChangeLogProperties {
        if (!retention.isPositive()) {
            throw new IllegalArgumentException("gateway.changelog.retention must be positive");
        }
    }
}
