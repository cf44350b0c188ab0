package com.tripsage.gateway.http;

import com.tripsage.gateway.security.Tokens;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A client of the gateway under test, with nothing between the test and HTTP. */
public final class Edge {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final int port;

    public Edge(int port) {
        this.port = port;
    }

    /** A request without a token. */
    public HttpRequest.Builder anonymous(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .timeout(Duration.ofSeconds(30));
    }

    /** A request that brings a token. */
    HttpRequest.Builder with(String token, String path) {
        return anonymous(path).header("Authorization", "Bearer " + token);
    }

    /** A request with a good token. */
    public HttpRequest.Builder request(String path) {
        return with(Tokens.valid(), path);
    }

    public HttpRequest.Builder post(String body) {
        return post(Tokens.valid(), body);
    }

    public HttpRequest.Builder post(String token, String body) {
        return with(token, "/graphql")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
    }

    public HttpRequest.Builder get(String query) {
        return request("/graphql?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8));
    }

    public static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }

    /** The body of an answer that goes on. */
    static InputStream open(HttpRequest.Builder request) throws IOException, InterruptedException {
        return CLIENT.send(request.build(), BodyHandlers.ofInputStream()).body();
    }
}
