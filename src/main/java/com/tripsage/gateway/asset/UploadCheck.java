package com.tripsage.gateway.asset;

import com.tripsage.gateway.asset.store.Area;
import com.tripsage.gateway.asset.store.AssetStore;
import com.tripsage.gateway.asset.store.Key;
import com.tripsage.gateway.asset.store.RefusedBytes;
import com.tripsage.gateway.asset.store.Stored;
import com.tripsage.gateway.database.Deadline;
import com.tripsage.gateway.refusal.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * The check of bytes that were sent: whether they are as many, and those, that were said, and of that type. What passes it is put among the
 * bytes of assets, which can be done again. A few threads of its own do it, so that a few checks at once take memory.
 */
@Component
final class UploadCheck implements DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(UploadCheck.class);

    private static final int AT_ONCE = 2;

    private final AssetStore store;
    private final ContentTypes types;
    private final Thumbnails thumbnails;
    private final ExecutorService threads = Executors.newFixedThreadPool(
            AT_ONCE, Thread.ofPlatform().daemon().name("asset-check-", 1).factory());

    UploadCheck(AssetStore store, ContentTypes types, Thumbnails thumbnails) {
        this.store = store;
        this.types = types;
        this.thumbnails = thumbnails;
    }

    /**
     * Checks an upload.
     *
     * @throws Refusal where it is not what was said
     */
    CheckedUpload of(Upload upload, Deadline deadline) {
        Future<CheckedUpload> result = threads.submit(() -> check(upload));
        try {
            return result.get(deadline.remainingMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Refusal refusal) {
                throw refusal;
            }
            LOG.error("An upload could not be checked", e.getCause());
            throw Refusal.unavailable("The store of the assets does not answer");
        } catch (TimeoutException e) {
            result.cancel(true);
            throw Refusal.timeout("The bytes could not be checked in time; try again");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Refusal.unavailable("The gateway ends");
        }
    }

    private CheckedUpload check(Upload upload) throws IOException {
        Key sent = new Key(Area.UPLOADS, upload.id());
        Stored found =
                store.find(sent).orElseThrow(() -> Refusal.invalid("id", "The bytes of the upload have not arrived"));
        if (found.size() != upload.size()) {
            throw Refusal.invalid("id", found.size() + " bytes have arrived instead of " + upload.size());
        }
        Reading reading;
        try (InputStream bytes = store.read(sent, 0, found.size())) {
            reading = Reading.of(bytes, types, upload.contentType());
        }
        if (!reading.sha256().equals(upload.sha256())) {
            throw Refusal.invalid("id", "The bytes that have arrived are others than was said: their SHA-256 differs");
        }
        boolean isChanged = reading.hasPosition() && !upload.keepPosition();
        Key asset = new Key(Area.ASSETS, upload.id());
        if (isChanged) {
            writeWithoutPosition(sent, found, reading.sha256WithoutPosition(), asset);
        } else if (!store.copy(sent, found, asset)) {
            throw Refusal.conflict("Other bytes were sent meanwhile; try again");
        }
        Thumbnails.Size size = thumbnails.make(upload.id(), found.size(), reading.contentType(), reading.orientation());
        return new CheckedUpload(
                reading.contentType(),
                isChanged ? reading.sha256WithoutPosition() : reading.sha256(),
                size == null ? null : size.width(),
                size == null ? null : size.height());
    }

    /** Reads them a second time: what was sent meanwhile has another hash, and is not stored. */
    private void writeWithoutPosition(Key sent, Stored found, String sha256, Key asset) throws IOException {
        try (InputStream bytes = store.read(sent, 0, found.size())) {
            store.write(asset, new Sha256(new PositionFree(bytes), sha256, found.size()), found.size());
        } catch (RefusedBytes others) {
            throw Refusal.conflict("Other bytes were sent meanwhile; try again");
        }
    }

    @Override
    public void destroy() {
        threads.shutdownNow();
    }
}
