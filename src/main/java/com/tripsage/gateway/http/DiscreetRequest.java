package com.tripsage.gateway.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import org.jspecify.annotations.Nullable;

/**
 * A request without its query string, which others would write into the log; its parameters are there. Documents,
 * variables and, by mistake, tokens are in it.
 */
class DiscreetRequest extends HttpServletRequestWrapper {

    DiscreetRequest(HttpServletRequest request) {
        super(request);
    }

    @Override
    public @Nullable String getQueryString() {
        return null;
    }
}
