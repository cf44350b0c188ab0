package com.tripsage.gateway.http;

import com.tripsage.gateway.request.RequestRefused;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.DefaultCorsProcessor;
import org.springframework.web.filter.CorsFilter;

/**
 * CORS for pages of the allowed origins, with whatever headers their clients add: a page can do no more with one than a
 * program, as no cookies are involved and no credentials are allowed.
 */
final class CrossOrigin {

    private static final List<String> READABLE = List.of(
            RequestId.HEADER,
            HttpHeaders.ETAG,
            HttpHeaders.CONTENT_RANGE,
            HttpHeaders.CONTENT_DISPOSITION,
            HttpHeaders.RETRY_AFTER,
            IdempotencyHeaders.REPLAYED,
            ReplicaHeaders.POSITION,
            ReplicaHeaders.AGE,
            RateLimitHeaders.REMAINING,
            RateLimitHeaders.POLICY,
            HttpHeaders.WWW_AUTHENTICATE,
            HttpHeaders.ALLOW,
            HttpHeaders.DATE);

    private CrossOrigin() {}

    static CorsFilter filter(CorsProperties cors) {
        CorsConfiguration rules = new Rules(cors);
        rules.setAllowedMethods(List.of("GET", "HEAD", "POST", "PUT"));
        rules.addAllowedHeader(CorsConfiguration.ALL);
        rules.setExposedHeaders(READABLE);
        rules.setAllowPrivateNetwork(!cors.allowsAll());
        rules.setMaxAge(Duration.ofHours(1));
        CorsFilter filter = new CorsFilter(_ -> rules);
        filter.setCorsProcessor(new Processor());
        return filter;
    }

    /** Spring's rules, with the origins that WebSockets may come from as well. */
    private static final class Rules extends CorsConfiguration {

        private final CorsProperties cors;

        Rules(CorsProperties cors) {
            this.cors = cors;
        }

        @Override
        public @Nullable String checkOrigin(@Nullable String origin) {
            return origin != null && cors.allows(origin) ? origin : null;
        }
    }

    /** Spring's processor, which refuses in the words of GraphQL. */
    private static class Processor extends DefaultCorsProcessor {

        @Override
        public boolean processRequest(
                @Nullable CorsConfiguration rules, HttpServletRequest request, HttpServletResponse response)
                throws IOException {
            boolean passes = super.processRequest(rules, request, response);
            if (!passes) {
                AnswerWriter.writeRefusal(request, response, RequestRefused.foreignOrigin());
            }
            return passes;
        }

        @Override
        protected void rejectRequest(ServerHttpResponse response) {
            // answered above, where the request is known
        }
    }
}
