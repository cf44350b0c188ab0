package com.tripsage.gateway.http;

import com.tripsage.gateway.budget.Holding;
import com.tripsage.gateway.graphql.Operation;
import com.tripsage.gateway.graphql.ResultJson;
import com.tripsage.gateway.live.LiveOperation;
import com.tripsage.gateway.live.LiveOperations;
import com.tripsage.gateway.live.Outlet;
import com.tripsage.gateway.refusal.ErrorCode;
import com.tripsage.gateway.security.TokenRefused;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;

/**
 * An operation's results as server-sent events, in the distinct connections mode of the graphql-sse protocol. Whoever
 * writes holds the lock, and waits while the client is slow, as long as Tomcat's write timeout allows.
 */
class EventStream implements Outlet {

    static final String LAST_EVENT_ID = "Last-Event-ID";

    private static final Logger log = LoggerFactory.getLogger(EventStream.class);

    private static final String COMPLETE = "event: complete\ndata:\n\n";
    private static final String COMMENT = ":\n\n";

    private final EventStreams streams;
    private final UUID caller;
    private final String requestId;
    private final Holding memory;
    private final @Nullable Instant expiry;
    private final HttpServletRequest request;
    private final HttpServletResponse response;

    /** Until the first event: afterwards, writing tells whether the client has gone. */
    private final ClientWatch.Watched watched;

    private final ReentrantLock lock = new ReentrantLock();
    private final AtomicBoolean expired = new AtomicBoolean();
    private final AtomicBoolean released = new AtomicBoolean();

    /** Set while the lock is held: the operation goes on without the request's thread. */
    private @Nullable AsyncContext async;

    /** Set while the lock is held. */
    private boolean completed;

    /** What to cancel when the stream ends before the operation does. */
    private volatile @Nullable LiveOperation operation;

    /** Set while the lock is held: nothing may be written, because Tomcat gives the response to another request. */
    private volatile boolean over;

    private volatile long lastWrite = System.nanoTime();

    EventStream(
            EventStreams streams,
            UUID caller,
            String requestId,
            Holding memory,
            @Nullable Instant expiry,
            HttpServletRequest request,
            HttpServletResponse response,
            ClientWatch.Watched watched) {
        this.streams = streams;
        this.caller = caller;
        this.requestId = requestId;
        this.memory = memory;
        this.expiry = expiry;
        this.request = request;
        this.response = response;
        this.watched = watched;
    }

    UUID caller() {
        return caller;
    }

    /**
     * Starts the operation. A subscription's threads wait for the lock until the headers are sent: before that there may
     * be another answer than a stream, and the filters still work on this one.
     */
    void run(LiveOperations operations, Operation toStart) throws IOException {
        holdingLock(() -> {
            try {
                LiveOperation started = operations.start(toStart, this);
                if (!over) {
                    operation = started;
                    goOn();
                }
            } finally {
                over |= async == null;
            }
        });
    }

    /** The headers of a stream, and no stream. */
    static void writeHeaders(HttpServletResponse response) {
        response.setStatus(HttpServletResponse.SC_OK);
        response.setContentType(AnswerType.EVENT_STREAM.contentType());
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-cache, no-transform");
        // nginx passes each event on at once
        response.setHeader("X-Accel-Buffering", "no");
    }

    private void goOn() throws IOException {
        write("");
        AsyncContext context = request.startAsync();
        context.setTimeout(0);
        context.addListener(new End());
        async = context;
        streams.goesOn(this);
    }

    @Override
    public void next(String result, @Nullable String cursor) throws IOException {
        String id = cursor == null ? "" : "id: " + cursor + "\n";
        holdingLock(() -> write("event: next\n" + id + "data: " + result + "\n\n"));
    }

    @Override
    public void error(String errors) throws IOException {
        endWith(withErrors("{\"errors\":" + errors + "}"));
    }

    @Override
    public void complete() throws IOException {
        endWith(COMPLETE);
    }

    private void endWith(String lastWords) throws IOException {
        holdingLock(() -> {
            operation = null;
            end(lastWords);
        });
    }

    private static String withErrors(String result) {
        return "event: next\ndata: " + result + "\n\n" + COMPLETE;
    }

    boolean hasExpired(Instant now) {
        return expiry != null && !now.isBefore(expiry) && expired.compareAndSet(false, true);
    }

    boolean hasBeenSilentFor(Duration time) {
        return System.nanoTime() - lastWrite >= time.toNanos();
    }

    void expire() {
        quietly(() -> end(withErrors(ResultJson.text(AnswerWriter.errors(
                requestId, ErrorCode.UNAUTHENTICATED, TokenRefused.EXPIRED, AnswerWriter.TOKEN_EXPIRED)))));
    }

    /** Ends without an end, so that the client comes back and goes on where it was. */
    void breakOff() {
        quietly(() -> {
            LiveOperation started = operation;
            String cursor = started == null ? null : started.cursor();
            end(cursor == null ? "" : "id: " + cursor + "\n\n");
        });
    }

    /** Unless somebody is writing at the moment. */
    void keepAlive(Duration silence) {
        if (lock.tryLock()) {
            try {
                quietly(() -> {
                    if (hasBeenSilentFor(silence)) {
                        write(COMMENT);
                    }
                });
            } finally {
                lock.unlock();
            }
            releaseOnceOver();
        }
    }

    private void quietly(Work work) {
        try {
            holdingLock(work);
        } catch (IOException clientHasGone) {
            log.debug("The client of a stream has gone", clientHasGone);
        }
    }

    private void end(String lastWords) throws IOException {
        write(lastWords);
        over = true;
        if (async != null) {
            completed = true;
            async.complete();
        }
    }

    private void write(String events) throws IOException {
        watched.close();
        if (!response.isCommitted()) {
            writeHeaders(response);
        }
        response.getOutputStream().write(events.getBytes(StandardCharsets.UTF_8));
        response.flushBuffer();
        lastWrite = System.nanoTime();
    }

    private void holdingLock(Work work) throws IOException {
        lock.lock();
        try {
            if (over) {
                throw new ClosedChannelException();
            }
            work.run();
        } catch (IOException e) {
            over = true;
            throw e;
        } finally {
            lock.unlock();
            releaseOnceOver();
        }
    }

    /** Not while the lock is held: to cancel may be to wait for somebody who wants to write. */
    private void releaseOnceOver() {
        if (over && !lock.isHeldByCurrentThread() && released.compareAndSet(false, true)) {
            streams.isOver(this);
            memory.close();
            LiveOperation unfinished = operation;
            if (unfinished != null) {
                unfinished.cancel();
            }
        }
    }

    private interface Work {
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
            if (!completed) {
                event.getAsyncContext().complete();
            }
        }

        @Override
        public void onStartAsync(AsyncEvent event) {}

        private void hasCome() {
            lock.lock();
            try {
                over = true;
            } finally {
                lock.unlock();
            }
            releaseOnceOver();
        }
    }
}
