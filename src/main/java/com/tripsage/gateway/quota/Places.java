package com.tripsage.gateway.quota;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A number of places for each key, which are taken and given back: a limit of how many there may be at once. */
public final class Places<K> {

    private final int most;
    private final Map<K, Integer> taken = new ConcurrentHashMap<>();

    /**
     * Places that are all free.
     *
     * @param most how many there are for each key; 0 where there is no limit
     */
    public Places(int most) {
        this.most = most;
    }

    /** Takes a place, unless all of them are taken. */
    public boolean take(K key) {
        boolean[] free = {false};
        taken.compute(key, (_, count) -> {
            int before = count == null ? 0 : count;
            free[0] = most == 0 || before < most;
            return free[0] ? Integer.valueOf(before + 1) : count;
        });
        return free[0];
    }

    /** Gives back a place that was taken. */
    public void release(K key) {
        taken.computeIfPresent(key, (_, count) -> count == 1 ? null : count - 1);
    }
}
