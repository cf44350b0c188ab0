package com.tripsage.gateway.graphiql;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;

/**
 * Requests from the gateway's own machine by a loopback name, told from all others. The name counts because a foreign page
 * can have its own name lead here; a forwarded request comes from here, but not its sender.
 */
final class OwnMachine {

    private static final Pattern LOOPBACK =
            Pattern.compile("(localhost|127(\\.\\d{1,3}){3}|\\[::1])(:\\d{1,5})?", Pattern.CASE_INSENSITIVE);

    private static final List<String> FORWARDED = List.of(
            "Forwarded",
            "Via",
            "X-Forwarded-For",
            "X-Forwarded-Host",
            "X-Forwarded-Proto",
            "X-Real-IP",
            "True-Client-IP");

    private OwnMachine() {}

    static boolean asks(HttpServletRequest request) {
        return isLoopback(request.getRemoteAddr())
                && isLoopback(request.getLocalAddr())
                && LOOPBACK.matcher(host(request)).matches()
                && FORWARDED.stream().allMatch(header -> request.getHeader(header) == null);
    }

    /** Whether a page of this gateway asks, and no other page or program. */
    static boolean asksFromOwnPage(HttpServletRequest request) {
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        String site = request.getHeader("Sec-Fetch-Site");
        return asks(request)
                && (request.getScheme() + "://" + host(request)).equalsIgnoreCase(origin)
                && (site == null || site.equals("same-origin"));
    }

    private static String host(HttpServletRequest request) {
        return Objects.requireNonNullElse(request.getHeader(HttpHeaders.HOST), "");
    }

    private static boolean isLoopback(String address) {
        try {
            return InetAddress.ofLiteral(address).isLoopbackAddress();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
