package com.tripsage.gateway.asset;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.tripsage.gateway.RunningGateway;
import com.tripsage.gateway.Traveller;
import com.tripsage.gateway.Wire;
import com.tripsage.gateway.asset.store.Area;
import com.tripsage.gateway.asset.store.AssetStore;
import com.tripsage.gateway.asset.store.Key;
import com.tripsage.gateway.database.Deadline;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;

/** What is left where a gateway has ended between two steps, whether the client goes on or nobody does. */
class InterruptedUploadTests extends RunningGateway {

    private static final byte[] TEXT = "What is sent, whatever ends in between".getBytes(UTF_8);

    @Autowired
    AssetStore store;

    @Autowired
    AssetWorker worker;

    @Autowired
    UploadCheck check;

    private Sender ada;
    private UUID trip;
    private String id;
    private String url;

    @BeforeEach
    void begin() {
        Traveller traveller = Traveller.known(port);
        ada = new Sender(port, traveller);
        trip = traveller.createTrip("Oslo");
        Wire.Answer upload = ada.create(trip, "a.txt", "text/plain", TEXT);
        id = upload.at("/createUpload/upload/id");
        url = upload.at("/createUpload/upload/url");
    }

    @ParameterizedTest
    @EnumSource(Step.class)
    void theClientGoesOn(Step last) throws Exception {
        doUpTo(last);

        assertThat(ada.put(url, TEXT).statusCode()).isEqualTo(last == Step.COMMITTED ? 404 : 204);
        assertThat(ada.complete(id).at("/completeUpload/asset/id")).isEqualTo(id);

        worker.remove();
        assertThat(files()).singleElement().asString().contains("assets");
        assertThat(ada.get(ada.url(id)).body()).isEqualTo(TEXT);
        assertThat(removals()).isZero();
    }

    @ParameterizedTest
    @EnumSource(Step.class)
    void nobodyGoesOn(Step last) throws Exception {
        doUpTo(last);
        superuser()
                .sql("update asset_uploads set expires_at = now() where id = ?")
                .param(UUID.fromString(id))
                .update();

        worker.round();

        assertThat(files()).hasSize(last == Step.COMMITTED ? 1 : 0);
        assertThat(removals()).isZero();
    }

    @Test
    void theRemovalIsRepeated() throws Exception {
        doUpTo(Step.COMMITTED);
        ada.wire().send(Sender.REMOVE, Map.of("id", id)).at("/removeAsset/deletedId");
        store.delete(new Key(Area.UPLOADS, UUID.fromString(id)));
        store.delete(new Key(Area.ASSETS, UUID.fromString(id)));

        worker.remove();

        assertThat(files()).isEmpty();
        assertThat(removals()).isZero();
    }

    /** The last thing that was done. */
    enum Step {
        BEGUN,
        PARTLY_SENT,
        SENT,
        COPIED,
        COMMITTED
    }

    private void doUpTo(Step last) throws Exception {
        if (last == Step.PARTLY_SENT) {
            sendAPart();
        }
        if (last.compareTo(Step.SENT) >= 0) {
            ada.put(url, TEXT);
        }
        if (last.compareTo(Step.COPIED) >= 0) {
            var upload = new Upload(
                    UUID.fromString(id),
                    trip,
                    "text/plain",
                    TEXT.length,
                    Sender.sha256(TEXT),
                    false,
                    0,
                    0,
                    OffsetDateTime.now(ZoneOffset.UTC));
            check.of(upload, Deadline.after(Duration.ofSeconds(30)));
        }
        if (last == Step.COMMITTED) {
            ada.complete(id).at("/completeUpload/asset/id");
        }
    }

    /** Breaks off in the middle, and waits until the gateway has noticed. */
    private void sendAPart() throws Exception {
        StoreFolder folder = StoreFolder.of(environment);
        try (Socket _ = ada.putPartly(url, TEXT.length, "What is".getBytes(UTF_8))) {
            await().until(() -> !folder.unfinished().isEmpty());
        }
        await().until(() -> folder.unfinished().isEmpty());
    }

    private List<Path> files() throws Exception {
        return StoreFolder.of(environment).files(id);
    }

    private int removals() {
        return superuser()
                .sql("select count(*) from gateway.asset_removals where id = ?")
                .param(UUID.fromString(id))
                .query(Integer.class)
                .single();
    }
}
