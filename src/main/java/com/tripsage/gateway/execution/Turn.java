package com.tripsage.gateway.execution;

/**
 * A virtual thread's turn on a processor. Nobody takes it away from a thread that computes, so a large document lets others
 * go on after every so many objects.
 */
final class Turn {

    /** Some tens of microseconds of work; to let others go on costs less than one. */
    private static final int OBJECTS = 128;

    private int objects;

    /** Counts an object, after some of which others have their turn. */
    @SuppressWarnings("ThreadPriorityCheck") // virtual threads take turns only where they wait or yield
    void objectDone() {
        objects++;
        if (objects % OBJECTS == 0) {
            Thread.yield();
        }
    }
}
