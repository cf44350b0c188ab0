package com.tripsage.gateway.database;

import org.jspecify.annotations.Nullable;

/**
 * A handle to end an operation for which nobody waits any more: its statement is cancelled, its waiting interrupted, and
 * nothing else is begun. A commit under way is left alone.
 */
public final class Cancellation {

    /** A statement that is about to be sent can't be cancelled yet. */
    private static final long BETWEEN_TRIES_MILLIS = 20;

    private volatile boolean cancelled;

    /** Stops what is being done; null while nothing is that could be stopped. Read and written under the lock. */
    private @Nullable Runnable stop;

    /** Ends the operation, now or before its next step. Never waits. */
    public void cancel() {
        synchronized (this) {
            if (cancelled) {
                return;
            }
            cancelled = true;
            if (stop == null) {
                return;
            }
        }
        Thread.ofVirtual().name("cancellation").start(this::stopWhatIsBeingDone);
    }

    boolean isCancelled() {
        return cancelled;
    }

    /** Holding the lock: so that it is over before the work is, and never hits what the connection does next. */
    private synchronized void stopWhatIsBeingDone() {
        try {
            while (stop != null) {
                stop.run();
                wait(BETWEEN_TRIES_MILLIS);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Does something that may be stopped from another thread meanwhile. */
    <T extends @Nullable Object, E extends Throwable> T whileStoppable(Runnable means, Work<T, E> work) throws E {
        synchronized (this) {
            requireWanted();
            stop = means;
        }
        try {
            return work.run();
        } finally {
            synchronized (this) {
                stop = null;
                notifyAll();
            }
        }
    }

    /**
     * Waits for something, until nobody waits for the operation. The interruption is not seen by what comes after it.
     *
     * @throws OperationCancelled where nobody does
     */
    public <T extends @Nullable Object> T waiting(Work<T, InterruptedException> work) throws InterruptedException {
        Thread waiter = Thread.currentThread();
        try {
            return whileStoppable(waiter::interrupt, work);
        } catch (InterruptedException e) {
            requireWanted();
            throw e;
        } finally {
            if (cancelled) {
                Thread.interrupted();
            }
        }
    }

    void requireWanted() {
        if (cancelled) {
            throw new OperationCancelled();
        }
    }

    /** Something to do. */
    public interface Work<T extends @Nullable Object, E extends Throwable> {

        T run() throws E;
    }
}
