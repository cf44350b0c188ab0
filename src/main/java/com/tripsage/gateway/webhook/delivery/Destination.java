package com.tripsage.gateway.webhook.delivery;

import com.tripsage.gateway.refusal.Refusal;
import java.net.IDN;
import java.net.InetAddress;
import java.net.URI;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The address that a webhook is sent to, checked as far as it can be when it is given. What its name leads to is checked each
 * time when it is connected to.
 */
public final class Destination {

    private static final int MOST_CHARACTERS = 2000;

    private static final Pattern PARTS =
            Pattern.compile("(?i)(https?)://([^/?#\\\\]*?)(?::(\\d{1,5}))?(|[/?][^#]*)", Pattern.DOTALL);

    /** What other programs read as a number, and so as an address: decimal, octal or hexadecimal. */
    private static final Pattern NUMERIC = Pattern.compile("(.*\\.)?(\\d+|0[xX][0-9a-fA-F]*)");

    private static final Pattern PLAIN_V4 = Pattern.compile("(0|[1-9]\\d{0,2})(\\.(0|[1-9]\\d{0,2})){3}");

    private static final Pattern PRIVATE_NAME =
            Pattern.compile("([^.]+|(.*\\.)(localhost|local|internal|home\\.arpa|lan|intranet|corp))");

    private Destination() {}

    /** The URL as it is called: its host in ASCII. Refuses an input {@code path} that is none, or leads to a private address. */
    public static URI parse(String path, String url, WebhookProperties settings) {
        Matcher parts = PARTS.matcher(url);
        if (url.length() > MOST_CHARACTERS || !parts.matches()) {
            throw Refusal.invalid(path, "must be an https URL of at most 2,000 characters, without a fragment");
        }
        String scheme = parts.group(1).toLowerCase(Locale.ROOT);
        if (scheme.equals("http") && !settings.allowHttp()) {
            throw Refusal.invalid(path, "must begin with https");
        }
        if (parts.group(2).contains("@")) {
            throw Refusal.invalid(path, "must not name a user");
        }
        String host = host(path, parts.group(2));
        if (!settings.allowPrivate()) {
            refusePrivate(path, host);
        }
        return uri(path, scheme + "://" + host + port(path, parts.group(3), scheme) + parts.group(4));
    }

    private static String host(String path, String host) {
        if (host.startsWith("[") && host.endsWith("]")) {
            try {
                InetAddress.ofLiteral(host.substring(1, host.length() - 1));
                return host;
            } catch (IllegalArgumentException e) {
                throw notAHost(path);
            }
        }
        try {
            String ascii = IDN.toASCII(host, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
            String name = ascii.endsWith(".") ? ascii.substring(0, ascii.length() - 1) : ascii;
            if (name.isEmpty()
                    || (NUMERIC.matcher(name).matches()
                            && !PLAIN_V4.matcher(name).matches())) {
                throw notAHost(path);
            }
            return name;
        } catch (IllegalArgumentException e) {
            throw notAHost(path);
        }
    }

    private static void refusePrivate(String path, String host) {
        boolean isLiteral = host.startsWith("[") || PLAIN_V4.matcher(host).matches();
        boolean isPublic = isLiteral
                ? PublicAddresses.contains(InetAddress.ofLiteral(host.replaceAll("[\\[\\]]", "")))
                : !PRIVATE_NAME.matcher(host).matches();
        if (!isPublic) {
            throw Refusal.invalid(path, "must lead to an address of the public internet");
        }
    }

    /** Below 1024 are ports of services that are none of the web's, such as mail. */
    private static String port(String path, @Nullable String text, String scheme) {
        if (text == null) {
            return "";
        }
        int port = Integer.parseInt(text);
        boolean isOfTheWeb = port == (scheme.equals("https") ? 443 : 80);
        if (!isOfTheWeb && (port < 1024 || port > 65_535)) {
            throw Refusal.invalid(path, "must have port 443, or one from 1024 to 65535");
        }
        return ":" + port;
    }

    private static URI uri(String path, String url) {
        try {
            URI uri = URI.create(URI.create(url).toASCIIString());
            if (uri.getHost() != null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            throw notAUrl(path);
        }
        throw notAUrl(path);
    }

    private static Refusal notAUrl(String path) {
        return Refusal.invalid(path, "must be a URL as RFC 3986 has it");
    }

    private static Refusal notAHost(String path) {
        return Refusal.invalid(path, "must name its host by a domain or by an address in its usual form");
    }
}
