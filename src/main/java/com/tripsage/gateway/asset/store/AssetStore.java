package com.tripsage.gateway.asset.store;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A place for bytes, each lot under a key. All that it does may be repeated. */
public interface AssetStore {

    /** What is there under a key. */
    Optional<Stored> find(Key key) throws IOException;

    /** Some of the bytes, which are closed by who reads them. */
    InputStream read(Key key, long from, long length) throws IOException;

    /** Puts bytes under a key, all or none: what the reading of them throws leaves what was there before. */
    void write(Key key, InputStream bytes, long length) throws IOException;

    /**
     * Puts the bytes of a key under another one, if they are still those that were found. What is under that one already may stay: it was
     * checked before, and does not change.
     *
     * @return false where they are not
     */
    boolean copy(Key from, Stored found, Key to) throws IOException;

    /** Removes what is under a key, if anything is. */
    void delete(Key key) throws IOException;

    /** Tells the ids of all keys of an area. */
    void ids(Area area, Consumer<UUID> each) throws IOException;

    /** Removes what was left behind by writers that have ended before they were done. */
    default void removeLeftovers() throws IOException {}

    /** Where a client may send bytes without the gateway; null where it has to send them to the gateway. */
    default @Nullable DirectUpload direct(Key key, String contentType, long length, Duration time) {
        return null;
    }

    /** Refuses where there is no store. */
    default void requireConfigured() {}
}
