package com.tripsage.gateway.database;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The placement of one operation that a replica may answer: what its caller has brought, and what came of it. Only an operation with one may
 * be placed at a replica; it is written on the operation's thread, before its transport answers.
 */
public final class Placement {

    private final @Nullable WalPosition required;
    private @Nullable WalPosition written;
    private long freshAt;
    private @Nullable Duration age;

    /**
     * The placement of an operation to come.
     *
     * @param required what it has to see, which its caller has written, perhaps through another gateway; null for nothing
     */
    public Placement(@Nullable WalPosition required) {
        this.required = required;
    }

    @Nullable
    WalPosition required() {
        return required;
    }

    void wrote(@Nullable WalPosition behind) {
        written = behind;
    }

    /** Notes that the replica has everything before a moment. */
    void hasAllBefore(long moment) {
        freshAt = moment;
    }

    /** Notes that the replica has answered: what waited for its turn is older than it was when it was placed. */
    void answered() {
        age = Duration.ofNanos(System.nanoTime() - freshAt);
    }

    /** The position behind what the operation has written; null where it has written nothing, or there is no replica. */
    public @Nullable WalPosition written() {
        return written;
    }

    /** How old what a replica answered may be at most; null where the primary did. */
    public @Nullable Duration age() {
        return age;
    }
}
