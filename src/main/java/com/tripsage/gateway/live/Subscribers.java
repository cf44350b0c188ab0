package com.tripsage.gateway.live;

import com.tripsage.gateway.changelog.Change;
import com.tripsage.gateway.refusal.Refusal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The subscriptions of this node that have joined the tail of the change log, by caller. */
final class Subscribers {

    private final Map<UUID, Set<Subscription>> byCaller = new ConcurrentHashMap<>();

    void add(Subscription subscription) {
        byCaller.compute(subscription.caller(), (_, known) -> {
            Set<Subscription> ofCaller = known == null ? ConcurrentHashMap.newKeySet() : known;
            ofCaller.add(subscription);
            return ofCaller;
        });
    }

    void remove(Subscription subscription) {
        byCaller.computeIfPresent(subscription.caller(), (_, ofCaller) -> {
            ofCaller.remove(subscription);
            return ofCaller.isEmpty() ? null : ofCaller;
        });
    }

    boolean isEmpty() {
        return byCaller.isEmpty();
    }

    int count() {
        return byCaller.values().stream().mapToInt(Set::size).sum();
    }

    /** Offers a change to the subscriptions of those who may see it. */
    void offer(Change change) {
        var live = new LiveChange(change);
        for (UUID reader : change.audience()) {
            byCaller.getOrDefault(reader, Set.of()).forEach(subscription -> subscription.offer(live));
        }
    }

    /** Ends all of them with an error, without waiting for their clients. */
    void fail(Refusal refusal) {
        List.copyOf(byCaller.values())
                .forEach(ofCaller ->
                        ofCaller.forEach(subscription -> Thread.startVirtualThread(() -> subscription.fail(refusal))));
    }
}
