package com.tripsage.gateway.security;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A client of an issuer, which asks for its keys: five seconds from the first byte to the last, and a megabyte at most. */
final class Issuer {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    private static final long MAX_BYTES = 1024 * 1024;

    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(CONNECT_TIMEOUT)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();

    /** The keys at an address. */
    static Supplier<CompletableFuture<JWKSet>> withKeysAt(URI keys) {
        Issuer issuer = new Issuer();
        return () -> issuer.keys(keys);
    }

    /** The keys of an issuer that says itself where they are. */
    static Supplier<CompletableFuture<JWKSet>> named(String name) {
        Issuer issuer = new Issuer();
        return () -> issuer.keysOf(name, descriptions(URI.create(name)));
    }

    /** The places where OpenID Connect, and RFC 8414 in both of its readings, put an issuer's description. */
    private static List<URI> descriptions(URI issuer) {
        String path = issuer.getPath() == null ? "" : issuer.getPath().replaceAll("/+$", "");
        return List.of(
                issuer.resolve(path + "/.well-known/openid-configuration"),
                issuer.resolve("/.well-known/openid-configuration" + path),
                issuer.resolve("/.well-known/oauth-authorization-server" + path));
    }

    private CompletableFuture<JWKSet> keysOf(String name, List<URI> places) {
        CompletableFuture<JWKSet> here = get(places.get(0)).thenCompose(description -> keys(place(name, description)));
        return places.size() == 1
                ? here
                : here.exceptionallyCompose(notHere -> keysOf(name, places.subList(1, places.size()))
                        .exceptionallyCompose(_ -> CompletableFuture.failedFuture(notHere)));
    }

    private static URI place(String name, String description) {
        try {
            var json = JSONObjectUtils.parse(description);
            if (!name.equals(JSONObjectUtils.getString(json, "issuer"))) {
                throw new IssuerUnavailable("another issuer answered");
            }
            return URI.create(String.valueOf(JSONObjectUtils.getString(json, "jwks_uri")));
        } catch (ParseException | IllegalArgumentException _) {
            throw new IssuerUnavailable("its description can't be read");
        }
    }

    private CompletableFuture<JWKSet> keys(URI place) {
        return get(place).thenApply(Issuer::parsed);
    }

    private static JWKSet parsed(String body) {
        try {
            JWKSet keys = JWKSet.parse(body);
            if (keys.getKeys().isEmpty()) {
                throw new IssuerUnavailable("it names no key");
            }
            return keys;
        } catch (ParseException _) {
            throw new IssuerUnavailable("its keys can't be read");
        }
    }

    private CompletableFuture<String> get(URI place) {
        CompletableFuture<HttpResponse<String>> answer;
        try {
            answer = http.sendAsync(
                    HttpRequest.newBuilder(place)
                            .header("Accept", "application/json")
                            .build(),
                    BodyHandlers.limiting(BodyHandlers.ofString(StandardCharsets.UTF_8), MAX_BYTES));
        } catch (IllegalArgumentException _) {
            return CompletableFuture.failedFuture(new IssuerUnavailable("its address is none"));
        }
        return answer.copy()
                .orTimeout(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((_, _) -> answer.cancel(true))
                .thenApply(Issuer::body);
    }

    private static String body(HttpResponse<String> answer) {
        if (answer.statusCode() != 200) {
            throw new CompletionException(new IssuerUnavailable("it answers " + answer.statusCode()));
        }
        return answer.body();
    }
}
