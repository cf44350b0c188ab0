package com.tripsage.gateway.http;

import com.tripsage.gateway.quota.Quota;
import com.tripsage.gateway.quota.Quotas;
import jakarta.servlet.http.HttpServletResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * The header fields {@code RateLimit} and {@code RateLimit-Policy} of the IETF's draft (draft-ietf-httpapi-ratelimit-headers),
 * which tell what is left of a caller's quotas: {@code r} is what can be taken now, and {@code t} the seconds until all of it is
 * back, or, where nothing is left, until something is.
 */
@Component
final class RateLimitHeaders {

    static final String REMAINING = "RateLimit";
    static final String POLICY = "RateLimit-Policy";

    private final Map<String, Quota<UUID>> quotas = new LinkedHashMap<>();
    private final String policy;

    RateLimitHeaders(Quotas limits) {
        add("requests", limits.requests());
        add("cost", limits.cost());
        policy = quotas.entrySet().stream()
                .map(quota -> "\"" + quota.getKey() + "\";q=" + quota.getValue().amount() + ";w=60")
                .collect(Collectors.joining(", "));
    }

    private void add(String name, Quota<UUID> quota) {
        if (quota.isLimited()) {
            quotas.put(name, quota);
        }
    }

    /** Tells a caller what is left now, where there is a limit. */
    void tell(UUID caller, HttpServletResponse response) {
        if (quotas.isEmpty()) {
            return;
        }
        StringBuilder remaining = new StringBuilder(64);
        quotas.forEach((name, quota) -> {
            Quota.Rest rest = quota.rest(caller);
            remaining
                    .append(remaining.isEmpty() ? "\"" : ", \"")
                    .append(name)
                    .append("\";r=")
                    .append(rest.amount())
                    .append(";t=")
                    .append(Math.ceilDiv(rest.until().toNanos(), 1_000_000_000));
        });
        response.setHeader(POLICY, policy);
        response.setHeader(REMAINING, remaining.toString());
    }
}
