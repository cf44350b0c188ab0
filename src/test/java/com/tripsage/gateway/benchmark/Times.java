package com.tripsage.gateway.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How long something took, each time. */
final class Times {

    private final List<Long> nanos = new ArrayList<>();

    void add(long time) {
        nanos.add(time);
    }

    void addAll(Times others) {
        nanos.addAll(others.nanos);
    }

    int count() {
        return nanos.size();
    }

    /** In milliseconds, which so many percent of the times don't exceed. */
    String millis(int percent) {
        if (nanos.isEmpty()) {
            return "–";
        }
        List<Long> sorted = nanos.stream().sorted().toList();
        int place = Math.min(sorted.size() - 1, sorted.size() * percent / 100);
        return String.format(Locale.ROOT, "%.1f", sorted.get(place) / 1e6);
    }
}
