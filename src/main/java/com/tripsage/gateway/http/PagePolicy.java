package com.tripsage.gateway.http;

/** What a page of the gateway's may load and call, as Content-Security-Policy: the gateway itself, and nothing else. */
final class PagePolicy {

    /** Of every answer. */
    static final String STRICT = String.join(
            "; ",
            "default-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
            "object-src 'none'");

    private PagePolicy() {}

    /** Of GraphiQL: its editors draw underlines as images of their own making, and make style elements, which know the nonce. */
    static String withStyles(String nonce) {
        return STRICT + "; img-src 'self' data:; style-src 'self' 'nonce-" + nonce + "'";
    }
}
