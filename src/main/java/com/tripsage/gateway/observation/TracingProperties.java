package com.tripsage.gateway.observation;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;
import org.springframework.util.StringUtils;

/**
 * The settings of traces.
 *
 * @param endpoint the address that takes OTLP over HTTP, its path included; without one, nothing is traced
 * @param headers what is sent along, a token for one
 * @param sampled the share of requests that are traced, of those that don't belong to a trace of their client
 * @param serviceName what the gateway is called in traces
 */
@ConfigurationProperties("gateway.tracing")
record TracingProperties(
        @Nullable String endpoint,
        @DefaultValue Map<String, String> headers,
        @DefaultValue("1") double sampled,
        @DefaultValue("tripsage-gateway") String serviceName) {

    TracingProperties {
        // An empty environment variable, as Compose passes one on, is the same as none.
        endpoint = StringUtils.hasText(endpoint) ? endpoint : null;
        headers = Map.copyOf(headers);
        Assert.isTrue(sampled >= 0 && sampled <= 1, "gateway.tracing.sampled has to be between 0 and 1");
    }

    @Override
    public String toString() {
        return "TracingProperties[endpoint=" + endpoint + "]";
    }
}
