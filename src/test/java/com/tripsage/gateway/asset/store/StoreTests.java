package com.tripsage.gateway.asset.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a folder and a bucket, on a server that others wrote, have in common. */
class StoreTests {

    private static final byte[] BYTES = "0123456789".getBytes(UTF_8);

    private static @Nullable S3Server server;

    @TempDir
    Path folder;

    private final Key key = new Key(Area.UPLOADS, UUID.randomUUID());
    private final Key copy = new Key(Area.ASSETS, key.id());

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"folder", "bucket"})
    void keepsBytes(String kind) throws Exception {
        AssetStore store = store(kind);

        assertThat(store.find(key)).isEmpty();
        write(store, BYTES);
        Stored found = store.find(key).orElseThrow();
        assertThat(found.size()).isEqualTo(10);
        assertThat(read(store, key, 0, 10)).isEqualTo("0123456789");
        assertThat(read(store, key, 3, 4)).isEqualTo("3456");

        assertThat(store.copy(key, found, copy)).isTrue();
        assertThat(store.copy(key, found, copy)).isTrue();
        store.delete(key);
        store.delete(key);
        assertThat(store.find(key)).isEmpty();
        assertThat(read(store, copy, 0, 10)).isEqualTo("0123456789");
        List<UUID> ids = new ArrayList<>();
        store.ids(Area.ASSETS, ids::add);
        assertThat(ids).contains(copy.id());
        store.delete(copy);
    }

    @ParameterizedTest
    @ValueSource(strings = {"folder", "bucket"})
    void copiesOnlyWhatWasFound(String kind) throws Exception {
        AssetStore store = store(kind);
        write(store, BYTES);
        Stored found = store.find(key).orElseThrow();

        write(store, "others".getBytes(UTF_8));

        // The server of this test copies all the same, and is found out.
        assertThat(store.copy(key, found, copy)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"folder", "bucket"})
    void keepsAllOrNothing(String kind) throws Exception {
        AssetStore store = store(kind);
        InputStream refused = new SequenceInputStream(new ByteArrayInputStream(BYTES), new InputStream() {
            @Override
            public int read() throws IOException {
                throw new RefusedBytes("Others") {};
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                return read();
            }
        });

        assertThatThrownBy(() -> store.write(key, refused, 20)).isInstanceOf(RefusedBytes.class);
        assertThatThrownBy(() -> store.write(key, new ByteArrayInputStream(BYTES), 20))
                .isInstanceOf(IOException.class);

        // The server of this test, unlike others, keeps what was broken off; whoever completes the upload is told so.
        assertThat(store.find(key).stream()).allSatisfy(found -> {
            assertThat(kind).isEqualTo("bucket");
            assertThat(found.size()).isLessThan(20);
        });
    }

    @Test
    void aBucketTakesBytesFromClients() throws Exception {
        AssetStore store = store("bucket");
        DirectUpload upload = requireNonNull(store.direct(key, "text/plain", BYTES.length, Duration.ofMinutes(1)));
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(upload.url()));
        upload.headers().forEach(request::header);

        HttpResponse<String> sent = HttpClient.newHttpClient()
                .send(
                        request.PUT(HttpRequest.BodyPublishers.ofByteArray(BYTES))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());

        assertThat(sent.statusCode()).as(sent.body()).isEqualTo(200);
        assertThat(read(store, key, 0, 10)).isEqualTo("0123456789");
    }

    @Test
    void aFolderThatIsNotMountedHasNotLostEverything() throws Exception {
        AssetStore store = store("folder");
        Files.delete(folder.resolve("unfinished"));

        assertThatThrownBy(() -> store.find(key)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> store.delete(key)).isInstanceOf(IOException.class);
    }

    @Test
    void aFolderHasNoUnfinishedFiles() throws Exception {
        AssetStore store = store("folder");
        assertThatThrownBy(() -> store.write(key, new ByteArrayInputStream(BYTES), 20))
                .isInstanceOf(IOException.class);

        assertThat(folder.resolve("unfinished")).isEmptyDirectory();
        Path old = Files.writeString(folder.resolve("unfinished/a"), "left by a gateway that was killed");
        store.removeLeftovers();
        assertThat(old).exists();
        Files.setLastModifiedTime(old, java.nio.file.attribute.FileTime.fromMillis(0));
        store.removeLeftovers();
        assertThat(old).doesNotExist();
    }

    private void write(AssetStore store, byte[] bytes) throws IOException {
        store.write(key, new ByteArrayInputStream(bytes), bytes.length);
    }

    private static String read(AssetStore store, Key key, long from, long length) throws IOException {
        try (InputStream bytes = store.read(key, from, length)) {
            return new String(bytes.readAllBytes(), UTF_8);
        }
    }

    private AssetStore store(String kind) {
        if (kind.equals("folder")) {
            return new FolderStore(folder);
        }
        if (server == null) {
            server = S3Server.start();
        }
        return S3Connection.open(new StoreProperties.S3(
                server.bucket(),
                URI.create(server.endpoint()),
                null,
                "us-east-1",
                server.key(),
                server.secret(),
                true,
                true,
                10));
    }
}
