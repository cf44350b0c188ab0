package com.tripsage.gateway.changelog;

import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The users who see the trips and chat sessions of changes, in one snapshot. */
public record Readers(Map<UUID, Set<UUID>> bySubject) {

    /** Whether a user sees the trip or chat session of a change. */
    public boolean includes(UUID user, Change change) {
        UUID subject = subject(change);
        return subject != null && bySubject.getOrDefault(subject, Set.of()).contains(user);
    }

    static @Nullable UUID subject(Change change) {
        return change.tripId() != null ? change.tripId() : change.sessionId();
    }
}
