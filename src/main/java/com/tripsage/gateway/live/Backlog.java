package com.tripsage.gateway.live;

import com.tripsage.gateway.refusal.Refusal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The changes that wait for one subscriber, up to the size of its buffer, and who has to see to them. */
final class Backlog {

    /** The most changes that are taken at once. */
    private static final int BATCH = 50;

    private enum State {
        /** A thread works for the subscription, and comes back for more. */
        AT_WORK,
        /** Nothing waits, and no thread works. */
        IDLE,
        /** More came than the buffer holds; the thread at work will find out. */
        OVERFLOWN,
        OVER
    }

    private final int size;
    private final DeliveryMetrics metrics;
    private final Deque<LiveChange> waiting = new ArrayDeque<>();
    private volatile State state = State.AT_WORK;

    /** The backlog of a subscription for which a thread is at work, since it has to begin. */
    Backlog(int size, DeliveryMetrics metrics) {
        this.size = size;
        this.metrics = metrics;
    }

    /**
     * Takes a change; never waits.
     *
     * @return whether the asker has to start the work for it, because no thread is at work
     */
    synchronized boolean add(LiveChange change) {
        switch (state) {
            case AT_WORK -> {
                if (waiting.size() < size) {
                    waiting.add(change);
                } else {
                    state = State.OVERFLOWN;
                    waiting.clear();
                    metrics.overflowed();
                }
            }
            case IDLE -> {
                waiting.add(change);
                state = State.AT_WORK;
                return true;
            }
            case OVERFLOWN, OVER -> {}
        }
        return false;
    }

    /** The changes to deliver next. Where there are none, the work is done, until somebody is told to start anew. */
    synchronized List<LiveChange> take() {
        if (state == State.OVERFLOWN) {
            throw Refusal.unavailable("The subscriber is too slow: more than " + size + " events were waiting for it");
        }
        List<LiveChange> taken = new ArrayList<>();
        while (taken.size() < BATCH && !waiting.isEmpty()) {
            taken.add(waiting.remove());
        }
        if (taken.isEmpty() && state == State.AT_WORK) {
            state = State.IDLE;
        }
        return taken;
    }

    /** Ends it; false where it was over already. */
    synchronized boolean end() {
        if (state == State.OVER) {
            return false;
        }
        state = State.OVER;
        waiting.clear();
        return true;
    }

    boolean isIdle() {
        return state == State.IDLE;
    }

    boolean isOver() {
        return state == State.OVER;
    }
}
