package com.tripsage.gateway.observation;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.StringUtils;

/**
 * The settings of the access log.
 *
 * @param enabled whether each request has a line
 * @param key the key with which callers' ids are hashed; without one, each start makes its own
 */
@ConfigurationProperties("gateway.access-log")
record AccessLogProperties(
        @DefaultValue("false") boolean enabled, @Nullable String key) {

    AccessLogProperties {
        key = StringUtils.hasText(key) ? key : null;
    }

    @Override
    public String toString() {
        return "AccessLogProperties[enabled=" + enabled + "]";
    }
}
