package com.tripsage.gateway.event;

import com.tripsage.gateway.changelog.Change;
import com.tripsage.gateway.changelog.ChangeLog;
import com.tripsage.gateway.changelog.ChangePage;
import com.tripsage.gateway.changelog.Cursor;
import com.tripsage.gateway.changelog.Readers;
import com.tripsage.gateway.live.Feed;
import java.util.Collection;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The events of one trip, or of all trips that the caller sees. */
record TripEventFeed(
        ChangeLog log,
        UUID caller,
        @Nullable UUID tripId,
        @Nullable Cursor after) implements Feed {

    @Override
    public boolean includes(Change change) {
        return TripEventKind.SCOPE.includes(change) && (tripId == null || tripId.equals(change.tripId()));
    }

    @Override
    public Object begun(Cursor cursor) {
        return TripEvent.subscribed(cursor);
    }

    @Override
    public Object event(Change change) {
        return TripEvent.of(change);
    }

    /** The feed of one trip ends when the caller stops seeing the trip. */
    @Override
    public boolean endsWith(Change change) {
        TripEventKind kind = TripEventKind.of(change);
        return tripId != null
                && (kind == TripEventKind.TRIP_DELETED
                        || (kind == TripEventKind.MEMBER_REMOVED && caller.equals(change.rowId())));
    }

    @Override
    public Readers readers(Collection<Change> changes) {
        return log.readers(changes);
    }

    @Override
    public ChangePage missed(Cursor from, @Nullable Cursor upTo, int most) {
        return log.changes(TripEventKind.SCOPE, tripId, from, upTo, most);
    }
}
