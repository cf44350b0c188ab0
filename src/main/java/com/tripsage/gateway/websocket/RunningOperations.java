package com.tripsage.gateway.websocket;

import com.tripsage.gateway.security.Caller;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/** The operations that run on one socket, by id. */
class RunningOperations {

    private enum State {
        ACCEPTING,

        /** The gateway stops: what runs may finish, and nothing new begins. */
        DRAINING,

        /** The socket is closed: nothing runs. */
        CANCELLED
    }

    private final Map<String, RunningOperation> running = new ConcurrentHashMap<>();
    private final AtomicReference<State> state = new AtomicReference<>(State.ACCEPTING);

    boolean has(String id) {
        return running.containsKey(id);
    }

    int size() {
        return running.size();
    }

    boolean areDraining() {
        return state.get() == State.DRAINING;
    }

    /** Adds an operation that is to begin; false where the socket is closed. */
    boolean add(RunningOperation operation) {
        running.put(operation.id(), operation);
        if (state.get() != State.CANCELLED) {
            return true;
        }
        // The end may have missed it.
        operation.cancel();
        return false;
    }

    /** Forgets an operation that has ended. */
    void remove(RunningOperation ended) {
        running.remove(ended.id(), ended);
    }

    /** Cancels an operation, if it still runs. */
    void cancel(String id) {
        RunningOperation operation = running.remove(id);
        if (operation != null) {
            operation.cancel();
        }
    }

    /** Goes on with a newer token of the caller's. */
    void renew(Caller caller) {
        running.values().forEach(operation -> operation.renew(caller));
    }

    /** Lets nothing new begin. */
    void drain() {
        state.compareAndSet(State.ACCEPTING, State.DRAINING);
    }

    /** Ends the subscriptions, and tells by id where each can be resumed. */
    Map<String, String> stopSubscriptions() {
        Map<String, String> cursors = new LinkedHashMap<>();
        for (RunningOperation operation : running.values()) {
            String cursor = operation.stop();
            if (cursor != null) {
                cursors.put(operation.id(), cursor);
            }
        }
        return cursors;
    }

    /** Whether there are queries or mutations that have not answered. */
    boolean areWaitedFor() {
        return running.values().stream().anyMatch(operation -> !operation.hasStarted());
    }

    /** Cancels all of them, and whatever is added later. */
    void cancelAll() {
        state.set(State.CANCELLED);
        running.values().forEach(RunningOperation::cancel);
        running.clear();
    }
}
