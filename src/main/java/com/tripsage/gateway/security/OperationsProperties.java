package com.tripsage.gateway.security;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.StringUtils;

/**
 * The setting of what operators show to read metrics and details of the health.
 *
 * @param token the bearer token; without one, nobody may
 */
@ConfigurationProperties("gateway.operations")
record OperationsProperties(@Nullable String token) {

    // An empty environment variable, as Compose passes one on, is the same as none.
    OperationsProperties {
        token = StringUtils.hasText(token) ? token : null;
    }

    @Override
    public String toString() {
        return "OperationsProperties[]";
    }
}
