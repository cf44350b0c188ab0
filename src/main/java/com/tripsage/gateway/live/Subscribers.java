package com.tripsage.gateway.live;

import com.tripsage.gateway.refusal.Refusal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The subscriptions of this node that have joined the tail of the change log, by caller. */
final class Subscribers {

    private final Map<UUID, Set<Subscription>> byCaller = new ConcurrentHashMap<>();
    private final Map<UUID, Integer> growing = new ConcurrentHashMap<>();

    void add(Subscription subscription) {
        byCaller.compute(subscription.caller(), (_, known) -> {
            Set<Subscription> ofCaller = known == null ? ConcurrentHashMap.newKeySet() : known;
            if (ofCaller.add(subscription)) {
                count(subscription, 1);
            }
            return ofCaller;
        });
    }

    void remove(Subscription subscription) {
        byCaller.computeIfPresent(subscription.caller(), (_, ofCaller) -> {
            if (ofCaller.remove(subscription)) {
                count(subscription, -1);
            }
            return ofCaller.isEmpty() ? null : ofCaller;
        });
    }

    private void count(Subscription subscription, int more) {
        UUID subject = subscription.growing();
        if (subject != null) {
            growing.merge(subject, more, (before, change) -> before + change == 0 ? null : before + change);
        }
    }

    /** What the growing texts belong to that any of them tells of. */
    Set<UUID> growing() {
        return growing.keySet();
    }

    boolean isEmpty() {
        return byCaller.isEmpty();
    }

    int count() {
        return byCaller.values().stream().mapToInt(Set::size).sum();
    }

    /** Offers a change to the subscriptions of those who may see it. */
    void offer(LiveChange change) {
        for (UUID reader : change.change().audience()) {
            byCaller.getOrDefault(reader, Set.of()).forEach(subscription -> subscription.offer(change));
        }
    }

    /** Ends all of them with an error, without waiting for their clients. */
    void fail(Refusal refusal) {
        List.copyOf(byCaller.values())
                .forEach(ofCaller ->
                        ofCaller.forEach(subscription -> Thread.startVirtualThread(() -> subscription.fail(refusal))));
    }
}
