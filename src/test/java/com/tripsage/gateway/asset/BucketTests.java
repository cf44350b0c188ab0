package com.tripsage.gateway.asset;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.RunningGateway;
import com.tripsage.gateway.Traveller;
import com.tripsage.gateway.Wire;
import com.tripsage.gateway.asset.store.Area;
import com.tripsage.gateway.asset.store.AssetStore;
import com.tripsage.gateway.asset.store.Key;
import com.tripsage.gateway.asset.store.S3Server;
import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Assets whose bytes are in a bucket, on a server that others wrote: clients send to it, and read through the gateway. */
@DirtiesContext
class BucketTests extends RunningGateway {

    private static final byte[] TEXT = "0123456789".getBytes(UTF_8);

    private static @Nullable S3Server server;

    @Autowired
    AssetStore store;

    @Autowired
    AssetWorker worker;

    private Sender ada;
    private UUID trip;

    @BeforeAll
    static void serve() {
        server = S3Server.start();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @DynamicPropertySource
    static void useBucket(DynamicPropertyRegistry settings) {
        settings.add("gateway.assets.store.s3.endpoint", () -> started().endpoint());
        settings.add("gateway.assets.store.s3.bucket", () -> started().bucket());
        settings.add("gateway.assets.store.s3.access-key", () -> started().key());
        settings.add("gateway.assets.store.s3.secret-key", () -> started().secret());
    }

    @BeforeEach
    void arrive() {
        ada = new Sender(port, Traveller.known(port));
        trip = ada.traveller().createTrip("Oslo");
    }

    @Test
    void takeAnImageFromAClient() throws Exception {
        byte[] sent = ImageTests.withExif(ByteOrder.BIG_ENDIAN);
        Wire.Answer upload = ada.create(trip, "a.jpg", "image/jpeg", sent);
        String url = upload.at("/createUpload/upload/url");
        assertThat(url).startsWith(started().endpoint() + "/" + started().bucket() + "/uploads/");
        assertThat(ada.put(url, sent, "Content-Type", "image/jpeg").statusCode())
                .isEqualTo(200);

        Wire.Answer asset = ada.complete(upload.at("/createUpload/upload/id"));

        byte[] kept = ada.get(asset.at("/completeUpload/asset/url")).body();
        assertThat(kept).hasSameSizeAs(sent).asString(ISO_8859_1).doesNotContain(ImageTests.PLACE);
        HttpResponse<byte[]> part = ada.get(asset.at("/completeUpload/asset/url"), "Range", "bytes=100-299");
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo(Arrays.copyOfRange(kept, 100, 300));
        assertThat(part.headers().firstValue("Content-Range")).hasValue("bytes 100-299/" + sent.length);
        HttpResponse<byte[]> small = ada.get(asset.at("/completeUpload/asset/thumbnailUrl"));
        assertThat(ImageIO.read(new ByteArrayInputStream(small.body())).getHeight())
                .isEqualTo(80);
    }

    @Test
    void giveNothingBackThatIsNotWhatWasSaid() throws Exception {
        Wire.Answer upload = ada.create(trip, "a.txt", "text/plain", TEXT);
        String id = upload.at("/createUpload/upload/id");
        String url = upload.at("/createUpload/upload/url");

        ada.complete(id).blames("id");
        ada.put(url, "others....".getBytes(UTF_8), "Content-Type", "text/plain");
        ada.complete(id).blames("id");
        assertThat(ada.put(url, TEXT, "Content-Type", "text/plain").statusCode())
                .isEqualTo(200);
        assertThat(ada.complete(id).at("/completeUpload/asset/id")).isEqualTo(id);
        assertThat(ada.put(url, "others....".getBytes(UTF_8), "Content-Type", "text/plain")
                        .statusCode())
                .isEqualTo(200);
        assertThat(ada.get(ada.url(id)).body()).isEqualTo(TEXT);
    }

    @Test
    void haveNoMoreAndNoLessThanTheRowsSay() throws Exception {
        Wire.Answer upload = ada.create(trip, "a.txt", "text/plain", TEXT);
        String id = upload.at("/createUpload/upload/id");
        ada.put(upload.at("/createUpload/upload/url"), TEXT, "Content-Type", "text/plain");
        ada.complete(id).at("/completeUpload/asset/id");
        Key asset = new Key(Area.ASSETS, UUID.fromString(id));
        worker.remove();
        assertThat(store.find(new Key(Area.UPLOADS, asset.id()))).isEmpty();
        assertThat(store.find(asset)).isPresent();

        ada.wire().send(Sender.REMOVE, Map.of("id", id)).at("/removeAsset/deletedId");
        worker.remove();
        assertThat(store.find(asset)).isEmpty();
    }

    private static S3Server started() {
        return requireNonNull(server);
    }
}
