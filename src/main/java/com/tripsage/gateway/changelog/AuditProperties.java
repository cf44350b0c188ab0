package com.tripsage.gateway.changelog;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings of the audit trail.
 *
 * @param retention the time that changes are kept for it; whole months of UTC are dropped, so it may be a month more
 */
@ConfigurationProperties("gateway.audit")
record AuditProperties(@DefaultValue("365d") Duration retention) {

    AuditProperties {
        if (!retention.isPositive()) {
            throw new IllegalArgumentException("gateway.audit.retention must be positive");
        }
    }
}
