package com.tripsage.gateway.http;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.StringUtils;

/**
 * Which other sites' pages may call the gateway. None unless configured.
 *
 * @param allowedOrigins as browsers send them, {@code https://app.example.com}
 */
@ConfigurationProperties("gateway.cors")
public record CorsProperties(@DefaultValue List<String> allowedOrigins) {

    public CorsProperties {
        allowedOrigins = allowedOrigins.stream().filter(StringUtils::hasText).toList();
    }
}
