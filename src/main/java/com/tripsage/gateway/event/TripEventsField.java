package com.tripsage.gateway.event;

import com.tripsage.gateway.changelog.ChangeLog;
import com.tripsage.gateway.changelog.Cursor;
import com.tripsage.gateway.live.Feed;
import com.tripsage.gateway.live.SubscriptionField;
import com.tripsage.gateway.refusal.Refusal;
import com.tripsage.gateway.security.Caller;
import com.tripsage.gateway.trip.TripRepository;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

@Component
class TripEventsField implements SubscriptionField {

    private final ChangeLog log;
    private final TripRepository trips;

    TripEventsField(ChangeLog log, TripRepository trips) {
        this.log = log;
        this.trips = trips;
    }

    @Override
    public String name() {
        return "tripEvents";
    }

    @Override
    public Class<?> eventType() {
        return TripEvent.class;
    }

    /** Refuses a trip that the caller does not see, unless there are missed events, which may say that it was deleted. */
    @Override
    public Feed open(Caller caller, Map<String, Object> arguments, @Nullable String resumeAfter) {
        UUID tripId = SubscriptionField.id(arguments, "tripId");
        Cursor after = resumeAfter == null ? null : log.parse(resumeAfter);
        var feed = new TripEventFeed(log, caller.id(), tripId, after);
        // also refuses a cursor that is too old
        boolean hasMissed =
                after != null && !feed.missed(after, null, 1).changes().isEmpty();
        if (tripId != null && !hasMissed && trips.find(tripId).isEmpty()) {
            throw Refusal.notFound("trip");
        }
        return feed;
    }
}
