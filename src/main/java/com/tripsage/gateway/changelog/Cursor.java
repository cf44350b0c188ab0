package com.tripsage.gateway.changelog;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A position in the change log: everything that one snapshot sees is behind it, and of what only a later one sees, the
 * changes up to an id. A number would not do, because transactions don't commit in the order of anything that they take.
 */
public final class Cursor {

    private final CursorCodec codec;
    private final Origin origin;
    private final Snapshot seen;
    private final Snapshot batch;
    private final long id;

    private @Nullable String encoded;

    /**
     * @param origin where this was read
     * @param seen the snapshot that sees what is behind the position
     * @param batch the later snapshot: of what it sees beyond that, changes up to the id are behind the position
     */
    Cursor(CursorCodec codec, Origin origin, Snapshot seen, Snapshot batch, long id) {
        this.codec = codec;
        this.origin = origin;
        this.seen = seen;
        this.batch = batch;
        this.id = id;
    }

    /** Whether the change is behind this position. */
    public boolean covers(Change change) {
        return seen.sees(change.xid()) || (batch.sees(change.xid()) && change.id() <= id);
    }

    /**
     * The position after reading from here up to another one, which may be further than that where another node was ahead.
     * Changes that follow the other position and are covered by this one were delivered already.
     */
    public Cursor caughtUpTo(Cursor end) {
        return isInBatchOf(end) ? this : new Cursor(codec, origin, batch, batch, 0);
    }

    /** Whether the rest of this one's batch is to be read up to the other's id only. */
    boolean isInBatchOf(Cursor other) {
        return batch.equals(other.batch) && Snapshot.later(seen, other.seen).equals(seen);
    }

    Origin origin() {
        return origin;
    }

    Snapshot seen() {
        return seen;
    }

    Snapshot batch() {
        return batch;
    }

    long id() {
        return id;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Cursor that
                && id == that.id
                && origin.equals(that.origin)
                && seen.equals(that.seen)
                && batch.equals(that.batch);
    }

    @Override
    public int hashCode() {
        return Objects.hash(origin, seen, batch, id);
    }

    /** The text that clients know it by: opaque, signed, and at most 512 characters long. */
    @Override
    public String toString() {
        String text = encoded;
        if (text == null) {
            text = codec.encode(this);
            encoded = text;
        }
        return text;
    }
}
