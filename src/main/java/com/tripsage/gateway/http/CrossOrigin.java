package com.tripsage.gateway.http;

import com.tripsage.gateway.graphql.ErrorCode;
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
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;
import org.springframework.web.filter.CorsFilter;

/** Lets pages of the configured origins call the API. No cookies are involved, so no credentials are allowed. */
final class CrossOrigin {

    private CrossOrigin() {}

    static CorsFilter filter(List<String> origins) {
        CorsConfiguration rules = new CorsConfiguration();
        rules.setAllowedOrigins(origins);
        rules.setAllowedMethods(List.of("GET", "HEAD", "POST"));
        rules.setAllowedHeaders(List.of(
                HttpHeaders.AUTHORIZATION, HttpHeaders.CONTENT_TYPE, EventStream.LAST_EVENT_ID, RequestId.HEADER));
        rules.setExposedHeaders(List.of(
                RequestId.HEADER, HttpHeaders.RETRY_AFTER, RateLimitHeaders.REMAINING, RateLimitHeaders.POLICY));
        rules.setMaxAge(Duration.ofHours(1));
        UrlBasedCorsConfigurationSource paths = new UrlBasedCorsConfigurationSource();
        paths.registerCorsConfiguration("/graphql", rules);
        CorsFilter filter = new CorsFilter(paths);
        filter.setCorsProcessor(new Processor());
        return filter;
    }

    /** Spring's, but refusing in the words of GraphQL. */
    private static class Processor extends DefaultCorsProcessor {

        @Override
        public boolean processRequest(
                @Nullable CorsConfiguration rules, HttpServletRequest request, HttpServletResponse response)
                throws IOException {
            boolean passes = super.processRequest(rules, request, response);
            if (!passes) {
                AnswerWriter.writeError(
                        request,
                        response,
                        HttpServletResponse.SC_FORBIDDEN,
                        ErrorCode.FORBIDDEN,
                        "Pages of this origin may not call the gateway");
            }
            return passes;
        }

        @Override
        protected void rejectRequest(ServerHttpResponse response) {
            // answered above, where the request is known
        }
    }
}
