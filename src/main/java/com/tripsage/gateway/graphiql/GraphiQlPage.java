package com.tripsage.gateway.graphiql;

import com.tripsage.gateway.http.PagePolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.ServerResponse;
import org.springframework.web.util.HtmlUtils;

/** The page of GraphiQL, built by src/graphiql. It names files that never change, so only the page itself is fetched each time. */
class GraphiQlPage {

    private static final int NONCE_BYTES = 18;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);

    private final String template;

    GraphiQlPage() {
        try {
            template = new ClassPathResource("graphiql.html").getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The page with buttons for these demo users. */
    ServerResponse answer(List<String> demoUsers) {
        String nonce = nonce();
        return ServerResponse.ok()
                .contentType(HTML)
                .cacheControl(CacheControl.noStore())
                .header("Content-Security-Policy", policy(nonce))
                .body(template.replace("${nonce}", nonce)
                        .replace("${demo-users}", HtmlUtils.htmlEscape(String.join(" ", demoUsers))));
    }

    /** GraphiQL's editors draw underlines as images of their own making, and make style elements, which know the nonce. */
    private static String policy(String nonce) {
        return PagePolicy.STRICT + "; img-src 'self' data:; style-src 'self' 'nonce-" + nonce + "'";
    }

    private static String nonce() {
        byte[] random = new byte[NONCE_BYTES];
        RANDOM.nextBytes(random);
        return Base64.getEncoder().encodeToString(random);
    }
}
