package com.tripsage.gateway.changelog;

/** Positions in the change log, compared by what they have seen: their texts also tell how far the write-ahead log was. */
public final class Positions {

    private Positions() {}

    /** Whether everything that one position has seen, the other one has seen too. */
    public static boolean reaches(Cursor one, Cursor other) {
        return Snapshot.later(one.seen(), other.seen()).equals(one.seen());
    }
}
