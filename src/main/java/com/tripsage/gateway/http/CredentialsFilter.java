package com.tripsage.gateway.http;

import com.tripsage.gateway.request.RequestRefused;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.util.StringUtils;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * A filter that refuses requests which say twice who is calling, or say it in the address. Of two headers a proxy may have checked one
 * and the gateway take the other; an address is kept by histories, proxies and logs.
 */
class CredentialsFilter extends OncePerRequestFilter {

    private static final Pattern TOKEN_PARAMETER =
            Pattern.compile("[\\w-]*token|auth(orization)?|bearer|jwt|api[_-]?key", Pattern.CASE_INSENSITIVE);

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            check(request);
        } catch (RequestRefused refusal) {
            AnswerWriter.writeRefusal(request, response, refusal);
            return;
        }
        chain.doFilter(request, response);
    }

    /** The same for requests that no filter sees. */
    static void check(HttpServletRequest request) {
        String objection = objection(request);
        if (objection != null) {
            throw RequestRefused.badRequest(objection);
        }
    }

    private static @Nullable String objection(HttpServletRequest request) {
        if (isGivenTwice(Collections.list(request.getHeaders(HttpHeaders.AUTHORIZATION)))) {
            return "The header Authorization is given more than once";
        }
        try {
            return hasTokenParameter(request)
                    ? "A token belongs into the header Authorization, not into the address"
                    : null;
        } catch (IllegalStateException malformed) {
            return "The query string can't be read";
        }
    }

    /** A proxy may have joined two lines with a comma, which no bearer token has. */
    private static boolean isGivenTwice(List<String> lines) {
        return lines.size() > 1
                || lines.stream()
                        .anyMatch(line -> line.contains(",")
                                && line.toLowerCase(Locale.ROOT).contains("bearer"));
    }

    private static boolean hasTokenParameter(HttpServletRequest request) {
        return !isForm(request)
                && Collections.list(request.getParameterNames()).stream()
                        .anyMatch(name -> TOKEN_PARAMETER.matcher(name).matches());
    }

    /** Its parameters would be read from the body. */
    private static boolean isForm(HttpServletRequest request) {
        String type = request.getContentType();
        return request.getMethod().equals("POST")
                && StringUtils.startsWithIgnoreCase(type, MediaType.APPLICATION_FORM_URLENCODED_VALUE);
    }
}
