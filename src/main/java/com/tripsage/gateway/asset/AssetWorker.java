package com.tripsage.gateway.asset;

import com.tripsage.gateway.asset.AssetCleanup.Known;
import com.tripsage.gateway.asset.AssetCleanup.Removal;
import com.tripsage.gateway.asset.store.Area;
import com.tripsage.gateway.asset.store.AssetStore;
import com.tripsage.gateway.asset.store.Key;
import com.tripsage.gateway.database.DatabaseUnavailable;
import com.tripsage.gateway.process.Background;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agreement of rows and bytes. Bytes whose row has gone are deleted, and then the note of them; once a day the whole store is compared
 * with all rows. Each step can be repeated, so any gateway goes on where another one has stopped.
 */
final class AssetWorker extends Background {

    private static final Logger LOG = LoggerFactory.getLogger(AssetWorker.class);

    private static final int BATCH = 500;
    private static final Duration BETWEEN_ROUNDS = Duration.ofSeconds(10);
    private static final Duration BETWEEN_COMPARISONS = Duration.ofDays(1);
    private static final Duration AFTER_THE_START = Duration.ofMinutes(10);

    private final AssetStore store;
    private final AssetCleanup cleanup;
    private Instant nextComparison = Instant.now().plus(AFTER_THE_START);

    AssetWorker(AssetStore store, AssetCleanup cleanup) {
        super(Thread.ofPlatform().daemon().name("assets"), DEFAULT_PHASE);
        this.store = store;
        this.cleanup = cleanup;
    }

    @Override
    protected Duration round() {
        cleanup.endUploads();
        try {
            remove();
            if (nextComparison.isBefore(Instant.now())) {
                compare();
                nextComparison = Instant.now().plus(BETWEEN_COMPARISONS);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return BETWEEN_ROUNDS;
    }

    /** Deletes the bytes that are due. */
    void remove() throws IOException {
        List<Removal> due;
        do {
            due = cleanup.due(BATCH);
            for (Removal removal : due) {
                delete(removal);
                cleanup.done(removal);
            }
        } while (due.size() == BATCH);
    }

    private void delete(Removal removal) throws IOException {
        if (!removal.isUpload()) {
            store.delete(new Key(Area.UPLOADS, removal.id()));
            if (!removal.isAsset()) {
                store.delete(new Key(Area.THUMBNAILS, removal.id()));
                store.delete(new Key(Area.ASSETS, removal.id()));
            }
        }
    }

    /** Finds bytes without a row, and rows without bytes. */
    void compare() throws IOException {
        store.removeLeftovers();
        for (Area area : Area.values()) {
            List<UUID> batch = new ArrayList<>();
            store.ids(area, id -> {
                batch.add(id);
                if (batch.size() == BATCH) {
                    removeUnknown(area, batch);
                }
            });
            removeUnknown(area, batch);
        }
        UUID last = null;
        for (List<Known> some = cleanup.after(last, BATCH); !some.isEmpty(); some = cleanup.after(last, BATCH)) {
            for (Known asset : some) {
                mark(asset);
            }
            last = some.getLast().id();
            // An erased account doesn't wait for all of this.
            remove();
        }
    }

    private void removeUnknown(Area area, List<UUID> found) {
        int unknown = cleanup.removeUnknown(area, found);
        if (unknown > 0) {
            LOG.warn("{} lots of bytes in the store of the assets belong to nothing, and go after a time", unknown);
        }
        found.clear();
    }

    private void mark(Known asset) throws IOException {
        boolean isMissing = store.find(new Key(Area.ASSETS, asset.id())).isEmpty();
        if (isMissing != asset.isMissing()) {
            LOG.warn(
                    "The bytes of the asset {} are {}", asset.id(), isMissing ? "missing in the store" : "there again");
            cleanup.mark(asset.id(), isMissing);
        }
    }

    @Override
    protected boolean isExpected(RuntimeException failure) {
        return failure instanceof DatabaseUnavailable || failure instanceof UncheckedIOException;
    }
}
