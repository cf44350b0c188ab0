package com.tripsage.gateway.event;

import com.tripsage.gateway.changelog.ChangeLog;
import com.tripsage.gateway.changelog.ChangePage;
import com.tripsage.gateway.changelog.Cursor;
import com.tripsage.gateway.trip.Trip;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.dataloader.DataLoader;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

@Controller
class TripEventController {

    private final ChangeLog log;

    TripEventController(ChangeLog log) {
        this.log = log;
    }

    @QueryMapping
    TripEventLog tripEventLog(
            @Argument @Nullable UUID tripId, @Argument @Min(1) @Max(100) int first, @Argument @Nullable String after) {
        Cursor from = after == null ? null : log.parse(after);
        ChangePage page = log.changes(TripEventKind.SCOPE, tripId, from, null, first);
        return new TripEventLog(
                page.changes().stream().map(TripEvent::of).toList(), page.next().toString(), page.hasMore());
    }

    @SchemaMapping
    CompletableFuture<@Nullable Trip> trip(TripEvent event, DataLoader<UUID, @Nullable Trip> trips) {
        return event.tripId() == null || event.kind() == TripEventKind.TRIP_DELETED
                ? CompletableFuture.completedFuture(null)
                : trips.load(event.tripId());
    }

    record TripEventLog(List<TripEvent> events, String endCursor, boolean hasMore) {}
}
