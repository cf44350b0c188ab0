package com.tripsage.gateway.http;

/** The Content-Security-Policy of every page: it may load and call the gateway itself, and nothing else. */
public final class PagePolicy {

    public static final String STRICT = String.join(
            "; ",
            "default-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
            "object-src 'none'");

    private PagePolicy() {}
}
