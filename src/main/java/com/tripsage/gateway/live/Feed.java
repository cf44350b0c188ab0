package com.tripsage.gateway.live;

import com.tripsage.gateway.changelog.Change;
import com.tripsage.gateway.changelog.ChangePage;
import com.tripsage.gateway.changelog.Cursor;
import com.tripsage.gateway.changelog.Readers;
import java.util.Collection;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The source of a subscription's events: the changes that it is about, and the event that each becomes. */
public interface Feed {

    /** The position behind which it begins; null to begin now. */
    @Nullable
    Cursor after();

    /** Whether a change that the caller may see belongs to it. */
    boolean includes(Change change);

    /** The event that says that delivery has begun. */
    Object begun(Cursor cursor);

    Object event(Change change);

    /** What the growing texts belong to that it tells of as well; null where it tells of none. */
    default @Nullable UUID growing() {
        return null;
    }

    /** The event that says how a text has grown. */
    default Object grown(Growth growth, Cursor cursor) {
        throw new UnsupportedOperationException();
    }

    /** Whether nothing can follow the change, which is an event itself. */
    default boolean endsWith(Change change) {
        return false;
    }

    /** Whether the subscription is over with the change, which is not an event itself. */
    default boolean endsBefore(Change change) {
        return false;
    }

    /** The readers of what the changes are about, read as the caller in the transaction whose results others get, too. */
    Readers readers(Collection<Change> changes);

    /**
     * A page of the changes that it missed, read as the caller in a transaction.
     *
     * @param upTo where to stop; null for the end of the log
     */
    ChangePage missed(Cursor from, @Nullable Cursor upTo, int most);
}
