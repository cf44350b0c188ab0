package com.tripsage.gateway.asset;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.tripsage.gateway.Traveller;
import com.tripsage.gateway.Wire;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Somebody who sends and reads bytes, as a frontend does. */
record Sender(int port, Traveller traveller) {

    static final String CREATE = """
            mutation ($input: CreateUploadInput!) {
              createUpload(input: $input) { upload { id method url headers { name value } expiresAt } }
            }""";

    static final String COMPLETE = """
            mutation ($id: ID!) {
              completeUpload(id: $id) {
                asset { id name contentType size sha256 width height isPicture isMissing trip { id } url thumbnailUrl }
              }
            }""";

    static final String REMOVE = "mutation ($id: ID!) { removeAsset(id: $id) { deletedId trip { id } } }";

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    Wire.Answer create(@Nullable UUID trip, String name, String type, byte[] bytes) {
        return create(trip, Map.of("name", name, "contentType", type, "size", bytes.length, "sha256", sha256(bytes)));
    }

    Wire.Answer create(@Nullable UUID trip, Map<String, ?> fields) {
        Map<String, Object> input = new HashMap<>(fields);
        if (trip != null) {
            input.put("tripId", trip);
        }
        return wire().send(CREATE, Map.of("input", input));
    }

    HttpResponse<String> put(String url, byte[] bytes, String... headers) throws IOException, InterruptedException {
        return put(url, HttpRequest.BodyPublishers.ofByteArray(bytes), headers);
    }

    HttpResponse<String> put(String url, HttpRequest.BodyPublisher bytes, String... headers)
            throws IOException, InterruptedException {
        return HTTP.send(request(url, headers).PUT(bytes).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Sends the beginning of what was said, for as long as the connection is open. */
    Socket putPartly(String url, int length, byte[] beginning) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        OutputStream bytes = socket.getOutputStream();
        bytes.write("PUT %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n"
                .formatted(url, length)
                .getBytes(UTF_8));
        bytes.write(beginning);
        return socket;
    }

    HttpResponse<byte[]> get(String url, String... headers) throws IOException, InterruptedException {
        return send(url, "GET", headers);
    }

    HttpResponse<byte[]> send(String url, String method, String... headers) throws IOException, InterruptedException {
        HttpRequest request = request(url, headers)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return HTTP.send(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    private HttpRequest.Builder request(String url, String... headers) {
        URI address = URI.create("http://127.0.0.1:" + port).resolve(url);
        HttpRequest.Builder request = HttpRequest.newBuilder(address);
        return headers.length == 0 ? request : request.headers(headers);
    }

    Wire.Answer complete(String id) {
        return wire().send(COMPLETE, Map.of("id", id));
    }

    /** An asset that is there, by its id. */
    String add(@Nullable UUID trip, String name, String type, byte[] bytes) throws IOException, InterruptedException {
        Wire.Answer upload = create(trip, name, type, bytes);
        String id = upload.at("/createUpload/upload/id");
        put(upload.at("/createUpload/upload/url"), bytes);
        return complete(id).at("/completeUpload/asset/id");
    }

    String url(String id) {
        return wire().send("query ($id: ID!) { node(id: $id) { ... on Asset { url } } }", Map.of("id", id))
                .at("/node/url");
    }

    Wire wire() {
        return Wire.of(port, traveller);
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
