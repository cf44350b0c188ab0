package com.tripsage.gateway.live;

import com.tripsage.gateway.refusal.Refusal;
import com.tripsage.gateway.security.Caller;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A field of the type Subscription, which opens the feed that its events come from. */
public interface SubscriptionField {

    String name();

    /** The class of its events, for the check that schema and code cover each other. */
    Class<?> eventType();

    /**
     * Checks the arguments and opens the feed. Runs as the caller, in a transaction that is over before the
     * subscription begins; what it throws refuses the subscription.
     *
     * @param resumeAfter the cursor that the transport or the argument {@code after} gave
     */
    Feed open(Caller caller, Map<String, Object> arguments, @Nullable String resumeAfter);

    /** The value of an argument that is an id; null when it is absent. */
    static @Nullable UUID id(Map<String, Object> arguments, String name) {
        Object value = arguments.get(name);
        try {
            return value == null ? null : UUID.fromString(String.valueOf(value));
        } catch (IllegalArgumentException e) {
            throw Refusal.invalid(name, "must be a UUID");
        }
    }
}
