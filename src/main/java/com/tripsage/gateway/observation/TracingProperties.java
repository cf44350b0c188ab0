package com.tripsage.gateway.observation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;
import org.springframework.util.StringUtils;

/**
 * The settings of traces.
 *
 * @param endpoint the address that takes OTLP over HTTP, its path included; without one, nothing is traced
 * @param headers what is sent along, each as {@code name=value}
 * @param sampled the share of requests that are traced
 * @param trustClients whether a client that sends a trace of its own decides instead whether its request is traced
 * @param serviceName what the gateway is called in traces
 */
@ConfigurationProperties("gateway.tracing")
record TracingProperties(
        @Nullable String endpoint,
        @DefaultValue List<String> headers,
        @DefaultValue("1") double sampled,
        @DefaultValue("false") boolean trustClients,
        @DefaultValue("tripsage-gateway") String serviceName) {

    private static final Pattern WEB_ADDRESS = Pattern.compile("https?://[^\\s/]+(/\\S*)?");
    private static final Pattern HEADER = Pattern.compile("[\\w-]+=[^\\p{Cntrl}]+");

    TracingProperties {
        // An empty environment variable, as Compose passes one on, is the same as none.
        endpoint = StringUtils.hasText(endpoint) ? endpoint : null;
        headers = List.copyOf(headers);
        Assert.isTrue(
                endpoint == null || WEB_ADDRESS.matcher(endpoint).matches(),
                "gateway.tracing.endpoint has to be an address that begins with http:// or https://");
        Assert.isTrue(
                headers.stream().allMatch(header -> HEADER.matcher(header).matches()),
                "gateway.tracing.headers have to be name=value, separated by commas");
        Assert.isTrue(sampled >= 0 && sampled <= 1, "gateway.tracing.sampled has to be between 0 and 1");
    }

    Map<String, String> headersByName() {
        Map<String, String> byName = new HashMap<>();
        for (String header : headers) {
            int end = header.indexOf('=');
            byName.put(header.substring(0, end), header.substring(end + 1));
        }
        return byName;
    }

    @Override
    public String toString() {
        return "TracingProperties[endpoint=" + endpoint + "]";
    }
}
