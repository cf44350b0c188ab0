package com.tripsage.gateway.http;

import com.tripsage.gateway.budget.Holding;
import com.tripsage.gateway.graphql.Operation;
import com.tripsage.gateway.graphql.ResultJson;
import com.tripsage.gateway.live.LiveOperation;
import com.tripsage.gateway.live.LiveOperations;
import com.tripsage.gateway.live.Outlet;
import com.tripsage.gateway.refusal.ErrorCode;
import com.tripsage.gateway.refusal.GraphQlErrors;
import com.tripsage.gateway.security.Caller;
import com.tripsage.gateway.security.TokenRefused;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An operation's results as server-sent events, in the distinct connections mode of the graphql-sse protocol. Whoever writes
 * holds the lock, so that events come whole, and nothing is written once the stream is over.
 */
class EventStream implements Outlet {

    static final String LAST_EVENT_ID = "Last-Event-ID";

    private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);

    private enum State {

        /** On the thread of its request, which holds the lock: there may still be another answer than a stream. */
        STARTING,

        /** A subscription, which goes on without that thread. */
        LIVE,

        /** Ended by the gateway, which has told Tomcat. */
        COMPLETED,

        /** Ended with its request or by its client. Tomcat gives the response to another request. */
        CLOSED;

        boolean isOver() {
            return this == COMPLETED || this == CLOSED;
        }
    }

    private final EventStreams streams;
    private final Caller caller;
    private final String requestId;
    private final Holding memory;
    private final HttpServletRequest request;
    private final ServerSentEvents events;
    private final ReentrantLock lock = new ReentrantLock();

    /** Changes while the lock is held. */
    private volatile State state = State.STARTING;

    /** Tomcat's side of a live stream. Set while the lock is held. */
    private @Nullable AsyncContext async;

    /** What to cancel when the stream ends before the operation does. */
    private volatile @Nullable LiveOperation operation;

    /** Null where the token has no end, or that has come. Only the clock changes it. */
    private volatile @Nullable Instant expiry;

    EventStream(
            EventStreams streams,
            Caller caller,
            String requestId,
            Holding memory,
            @Nullable Instant expiry,
            HttpServletRequest request,
            ServerSentEvents events) {
        this.streams = streams;
        this.caller = caller;
        this.requestId = requestId;
        this.memory = memory;
        this.expiry = expiry;
        this.request = request;
        this.events = events;
    }

    Caller caller() {
        return caller;
    }

    /** Whether it goes on without the thread of its request. */
    boolean isLive() {
        return state == State.LIVE;
    }

    /**
     * Starts the operation. A subscription's threads wait for the lock until the headers are sent: before that there may
     * be another answer than a stream, and the filters still work on this one.
     */
    void run(LiveOperations operations, Operation toStart) throws IOException {
        holdingLock(() -> {
            try {
                LiveOperation started = operations.start(toStart, this);
                if (!state.isOver()) {
                    operation = started;
                    goOn();
                }
            } finally {
                if (state == State.STARTING) {
                    become(State.CLOSED);
                }
            }
        });
    }

    private void goOn() throws IOException {
        events.open();
        AsyncContext context = request.startAsync();
        context.setTimeout(0);
        context.addListener(new End());
        async = context;
        become(State.LIVE);
        streams.goesOn(this);
    }

    @Override
    public void next(String result, @Nullable String cursor) throws IOException {
        holdingLock(() -> events.next(result, cursor));
    }

    @Override
    public void error(String errors) throws IOException {
        operationEndsWith(() -> events.error(errors));
    }

    @Override
    public void complete() throws IOException {
        operationEndsWith(events::complete);
    }

    private void operationEndsWith(Writing last) throws IOException {
        holdingLock(() -> {
            operation = null;
            end(last);
        });
    }

    /** Whether the token has expired by now; true once only. */
    boolean expiresBy(Instant now) {
        Instant end = expiry;
        if (end == null || now.isBefore(end)) {
            return false;
        }
        expiry = null;
        return true;
    }

    boolean hasBeenSilentFor(Duration time) {
        return events.haveBeenSilentFor(time);
    }

    /** Ends because the token has expired. */
    void expire() {
        endUnauthenticated(TokenRefused.EXPIRED, TokenChallenge.TOKEN_EXPIRED);
    }

    /** Ends because the token was revoked, or has gone with its user. */
    void revoke() {
        endUnauthenticated("The token was revoked", Map.of());
    }

    private void endUnauthenticated(String message, Map<String, Object> details) {
        String errors =
                ResultJson.text(List.of(GraphQlErrors.of(ErrorCode.UNAUTHENTICATED, message, details, requestId)));
        quietly(() -> end(() -> events.error(errors)));
    }

    /** Ends without an end, so that the client comes back and goes on where it was. */
    void breakOff() {
        quietly(() -> {
            LiveOperation started = operation;
            String cursor = started == null ? null : started.cursor();
            end(() -> events.position(cursor));
        });
    }

    /** Sends a comment, unless somebody is writing at the moment. */
    void keepAlive(Duration silence) {
        if (lock.tryLock()) {
            try {
                quietly(() -> {
                    if (hasBeenSilentFor(silence)) {
                        events.keepAlive();
                    }
                });
            } finally {
                lock.unlock();
            }
            releaseOnceOver();
        }
    }

    private void quietly(Writing work) {
        try {
            holdingLock(work);
        } catch (IOException clientHasGone) {
            LOG.debug("The client of a stream has gone", clientHasGone);
        }
    }

    private void end(Writing last) throws IOException {
        last.run();
        AsyncContext context = async;
        if (context == null) {
            become(State.CLOSED);
        } else {
            become(State.COMPLETED);
            context.complete();
        }
    }

    /** Changes the state, unless the stream is over, and stays as it ended. */
    private void become(State next) {
        if (!state.isOver()) {
            state = next;
        }
    }

    private void holdingLock(Writing work) throws IOException {
        lock.lock();
        try {
            if (state.isOver()) {
                throw new ClosedChannelException();
            }
            work.run();
        } catch (IOException e) {
            become(State.CLOSED);
            throw e;
        } finally {
            lock.unlock();
            releaseOnceOver();
        }
    }

    /** Not while the lock is held: to cancel may be to wait for somebody who wants to write. */
    private void releaseOnceOver() {
        if (state.isOver() && !lock.isHeldByCurrentThread() && streams.release(this)) {
            memory.close();
            LiveOperation unfinished = operation;
            if (unfinished != null) {
                unfinished.cancel();
            }
        }
    }

    private interface Writing {
        void run() throws IOException;
    }

    /** What Tomcat tells of the connection; after it, the response is not this stream's any more. */
    private class End implements AsyncListener {

        @Override
        public void onComplete(AsyncEvent event) {
            hasCome();
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            onError(event);
        }

        @Override
        public void onError(AsyncEvent event) {
            hasCome();
            if (state != State.COMPLETED) {
                event.getAsyncContext().complete();
            }
        }

        @Override
        public void onStartAsync(AsyncEvent event) {}

        private void hasCome() {
            lock.lock();
            try {
                become(State.CLOSED);
            } finally {
                lock.unlock();
            }
            releaseOnceOver();
        }
    }
}
