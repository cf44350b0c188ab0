package com.tripsage.gateway.http.connector;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.coyote.Request;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/** When the request being received on a connection has to be complete. */
class ReceiveDeadline {

    private final Request request;
    private final long limitNanos;
    private final int idleMillis;
    private @Nullable SocketWrapperBase<?> socket;

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

    /** Has the next read wait no longer than the deadline, nor longer than a silent client is waited for anyway. */
    void limitNextRead() {
        long millis = TimeUnit.NANOSECONDS.toMillis(nanosLeft()) + 1;
        waitAtMost(idleMillis > 0 ? Math.min(millis, idleMillis) : millis);
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
        return request.getStartTimeNanos() + limitNanos - System.nanoTime();
    }
}
