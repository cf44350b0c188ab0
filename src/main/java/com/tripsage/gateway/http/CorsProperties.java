package com.tripsage.gateway.http;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;
import org.springframework.util.StringUtils;

/**
 * The other sites whose pages may call the gateway: none unless configured.
 *
 * @param allowedOrigins as browsers send them, {@code https://app.example.com}; {@code *} for all
 * @param allowLoopback whether pages of this machine may, on whatever port; they may on a first run, for development
 */
@ConfigurationProperties("gateway.cors")
public record CorsProperties(
        @DefaultValue List<String> allowedOrigins,
        @DefaultValue("false") boolean allowLoopback) {

    private static final String ALL = "*";

    private static final Pattern ORIGIN = Pattern.compile("\\*|null|[a-z][a-z0-9+.-]*://[^/?#@*\\s]+");

    /** Names and addresses that no other machine can have. */
    private static final Pattern LOOPBACK =
            Pattern.compile("https?://(localhost|127(\\.\\d{1,3}){3}|\\[::1])(:\\d{1,5})?");

    public CorsProperties {
        allowedOrigins = allowedOrigins.stream()
                .filter(StringUtils::hasText)
                .map(CorsProperties::asBrowsersSendIt)
                .toList();
        allowedOrigins.forEach(origin -> Assert.isTrue(
                ORIGIN.matcher(origin).matches(),
                () -> "gateway.cors.allowed-origins has to have origins like https://app.example.com, not " + origin));
    }

    private static String asBrowsersSendIt(String origin) {
        return StringUtils.trimTrailingCharacter(origin.strip(), '/').toLowerCase(Locale.ROOT);
    }

    /** Whether pages of any other origin may call. */
    boolean allowsAny() {
        return allowLoopback || !allowedOrigins.isEmpty();
    }

    boolean allowsAll() {
        return allowedOrigins.contains(ALL);
    }

    /** Whether pages of an origin may call, over HTTP and WebSockets alike. */
    public boolean allows(String origin) {
        return allowsAll()
                || allowedOrigins.contains(origin)
                || (allowLoopback && LOOPBACK.matcher(origin).matches());
    }
}
