package com.tripsage.gateway.calendar;

import com.tripsage.gateway.refusal.Refusal;
import com.tripsage.gateway.security.Caller;
import com.tripsage.gateway.security.Secret;
import com.tripsage.gateway.trip.Trip;
import com.tripsage.gateway.trip.TripRepository;
import com.tripsage.gateway.user.User;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.dataloader.DataLoader;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

@Controller
class CalendarLinkController {

    private final CalendarLinkRepository links;
    private final TripRepository trips;

    CalendarLinkController(CalendarLinkRepository links, TripRepository trips) {
        this.links = links;
        this.trips = trips;
    }

    @SchemaMapping
    @Nullable
    List<CalendarLink> calendarLinks(User user, Caller caller) {
        return user.id().equals(caller.id()) ? links.findAll() : null;
    }

    /** A trip that the user has left, or that is gone, is none. */
    @SchemaMapping
    @Nullable
    CompletableFuture<Trip> trip(CalendarLink calendarLink, DataLoader<UUID, Trip> trips) {
        return calendarLink.tripId() == null ? null : trips.load(calendarLink.tripId());
    }

    @MutationMapping
    CreateCalendarLinkPayload createCalendarLink(@Argument @Nullable UUID tripId) {
        if (tripId != null && trips.find(tripId).isEmpty()) {
            throw Refusal.notFound("trip");
        }
        String secret = Secret.random(CalendarRoute.PREFIX);
        return new CreateCalendarLinkPayload(links.add(tripId, Secret.hash(secret)), CalendarRoute.address(secret));
    }

    @MutationMapping
    RevokeCalendarLinkPayload revokeCalendarLink(@Argument UUID id) {
        if (!links.delete(id)) {
            throw Refusal.notFound("link to a calendar");
        }
        return new RevokeCalendarLinkPayload(id);
    }

    record CreateCalendarLinkPayload(CalendarLink calendarLink, String address) {

        /** Without the address, whose secret must not reach a log. */
        @Override
        public String toString() {
            return "CreateCalendarLinkPayload[" + calendarLink.id() + "]";
        }
    }

    record RevokeCalendarLinkPayload(UUID revokedId) {}
}
