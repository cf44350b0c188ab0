package com.tripsage.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a frontend sends for images and documents, as it stands in the contract. */
class AssetContractTests extends ContractTest {

    private static final Map<String, String> ASSETS = operations("assets");

    private static final byte[] TICKET = "A ticket".getBytes(UTF_8);

    /** Of {@link #TICKET}, as {@code sha256sum} prints it. */
    private static final String SHA256 = "bd659fe8d9f102b8acafba10ef36a6b64cf8c88ce4978358e55b3108d507a063";

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void addsReadsAndRemovesAssets() throws Exception {
        UUID trip = createSeattle();
        Wire.Answer begun = ask("CreateUpload", """
                { "input": { "tripId": "%s", "name": "ticket.txt", "contentType": "text/plain", "size": 8, "sha256": "%s" } }
                """.formatted(trip, SHA256));
        String id = begun.at("/createUpload/upload/id");
        HttpRequest.Builder put = HttpRequest.newBuilder(address(begun.at("/createUpload/upload/url")))
                .method(begun.at("/createUpload/upload/method"), HttpRequest.BodyPublishers.ofByteArray(TICKET));
        List<String> names = begun.each("/createUpload/upload/headers", "/name");
        List<String> values = begun.each("/createUpload/upload/headers", "/value");
        for (int i = 0; i < names.size(); i++) {
            put.header(names.get(i), values.get(i));
        }
        assertThat(http.send(put.build(), HttpResponse.BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(204);

        Wire.Answer completed = ask("CompleteUpload", "{ \"id\": \"%s\" }".formatted(id));
        assertThat(completed.at("/completeUpload/asset/id")).isEqualTo(id);
        assertThat(completed.at("/completeUpload/asset/sha256")).isEqualTo(SHA256);
        Wire.Answer listed = ask("TripAssets", "{ \"id\": \"%s\" }".formatted(trip));
        assertThat(listed.each("/trip/assets", "/name")).containsExactly("ticket.txt");
        assertThat(http.send(
                                HttpRequest.newBuilder(address(listed.at("/trip/assets/0/url")))
                                        .build(),
                                HttpResponse.BodyHandlers.ofByteArray())
                        .body())
                .isEqualTo(TICKET);

        assertThat(ask("RemoveAsset", "{ \"id\": \"%s\" }".formatted(id)).at("/removeAsset/trip/assets"))
                .isEqualTo("[]");
    }

    @Test
    void showsTheProfile() {
        Wire.Answer profile = ask("Profile", "{}");

        assertThat(profile.at("/viewer/assets")).isEqualTo("[]");
        assertThat(profile.at("/viewer/pictureAsset")).isEqualTo("null");
    }

    @Test
    void isAnsweredWhole() {
        assertThat(ASSETS.keySet())
                .containsExactlyInAnyOrder("CreateUpload", "CompleteUpload", "TripAssets", "Profile", "RemoveAsset");
    }

    private URI address(String url) {
        return URI.create("http://127.0.0.1:" + port).resolve(url);
    }

    private Wire.Answer ask(String operation, String variables) {
        return wire.send(requireNonNull(ASSETS.get(operation), operation), variables);
    }
}
