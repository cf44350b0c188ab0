package com.tripsage.gateway.http.connector;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.coyote.Request;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/** The time by which the request that a connection receives has to be complete. */
class ReceiveDeadline {

    /** A busy gateway may get to what arrived in time only afterwards; a client that drips gets no further with so few. */
    private static final int LATE_READS = 3;

    private final Request request;
    private final long limitNanos;
    private final int idleMillis;
    private @Nullable SocketWrapperBase<?> socket;
    private long lateRequest;
    private long longerRequest;
    private long longerNanos;
    private int lateReads;

    ReceiveDeadline(Request request, Duration limit, int idleMillis) {
        this.request = request;
        this.limitNanos = limit.toNanos();
        this.idleMillis = idleMillis;
    }

    void watches(SocketWrapperBase<?> socket) {
        this.socket = socket;
    }

    boolean hasPassed() {
        return nanosLeft() <= 0;
    }

    /** Whether the body may be read on; after the deadline a few times, without waiting for the client. */
    boolean allowsRead() {
        if (!hasPassed()) {
            return true;
        }
        if (lateRequest != request.getStartTimeNanos()) {
            lateRequest = request.getStartTimeNanos();
            lateReads = 0;
        }
        return lateReads++ < LATE_READS;
    }

    /** Has the next read wait no longer than the deadline, nor longer than a silent client is waited for anyway. */
    void limitNextRead() {
        long millis = Math.max(0, TimeUnit.NANOSECONDS.toMillis(nanosLeft())) + 1;
        waitAtMost(idleMillis > 0 ? Math.min(millis, idleMillis) : millis);
    }

    /** Gives the request that is being received another limit, from now on. */
    void allow(Duration time) {
        longerRequest = request.getStartTimeNanos();
        longerNanos = System.nanoTime() - longerRequest + time.toNanos();
    }

    /** What Tomcat expects to find set between two requests. */
    void lift() {
        waitAtMost(idleMillis);
    }

    private void waitAtMost(long millis) {
        if (socket != null) {
            socket.setReadTimeout(millis);
        }
    }

    private long nanosLeft() {
        long begun = request.getStartTimeNanos();
        long limit = longerNanos > 0 && longerRequest == begun ? longerNanos : limitNanos;
        return begun + limit - System.nanoTime();
    }
}
