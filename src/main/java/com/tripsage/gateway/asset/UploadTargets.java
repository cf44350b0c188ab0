package com.tripsage.gateway.asset;

import com.tripsage.gateway.asset.AssetController.UploadTarget;
import com.tripsage.gateway.asset.Signature.Action;
import com.tripsage.gateway.asset.store.Area;
import com.tripsage.gateway.asset.store.AssetStore;
import com.tripsage.gateway.asset.store.DirectUpload;
import com.tripsage.gateway.asset.store.Key;
import com.tripsage.gateway.security.Caller;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.springframework.stereotype.Component;

/** The addresses that bytes are sent to: the store's where it takes them from clients, or else the gateway's own. */
@Component
final class UploadTargets {

    private final AssetStore store;
    private final SignedUrls urls;

    UploadTargets(AssetStore store, SignedUrls urls) {
        this.store = store;
        this.urls = urls;
    }

    UploadTarget of(Upload upload, Caller caller) {
        store.requireConfigured();
        Duration left = Duration.between(Instant.now(), upload.expiresAt().toInstant());
        DirectUpload direct =
                store.direct(new Key(Area.UPLOADS, upload.id()), upload.contentType(), upload.size(), left);
        return direct != null
                ? target(upload, direct)
                : target(
                        upload,
                        new DirectUpload(
                                urls.of(Action.WRITE, upload.id(), caller.id(), left),
                                Map.of("Content-Type", upload.contentType())));
    }

    private static UploadTarget target(Upload upload, DirectUpload request) {
        return new UploadTarget(
                upload.id(), "PUT", request.url(), UploadTarget.headers(request.headers()), upload.expiresAt());
    }
}
