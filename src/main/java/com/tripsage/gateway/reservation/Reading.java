package com.tripsage.gateway.reservation;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;

/** What has been taken from a document, by the paths of its values. */
final class Reading {

    private final Set<String> read = new HashSet<>();
    private final Set<String> cut = new LinkedHashSet<>();

    void markRead(String path) {
        read.add(path);
    }

    void cut(String path) {
        cut.add(path);
    }

    /** The paths of what was longer than it may be. */
    Set<String> cut() {
        return cut;
    }

    boolean isRead(String path) {
        return read.contains(path);
    }

    boolean isReadWithin(String path) {
        return read.stream().anyMatch(other -> other.startsWith(path + ".") || other.startsWith(path + "["));
    }
}
