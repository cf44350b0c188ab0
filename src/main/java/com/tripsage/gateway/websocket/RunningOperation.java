package com.tripsage.gateway.websocket;

import com.tripsage.gateway.budget.Holding;
import com.tripsage.gateway.graphql.Operation;
import com.tripsage.gateway.graphql.RefusalLog;
import com.tripsage.gateway.live.LiveOperation;
import com.tripsage.gateway.live.LiveOperations;
import com.tripsage.gateway.live.Outlet;
import com.tripsage.gateway.refusal.ErrorCode;
import com.tripsage.gateway.security.Caller;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** An operation under its id on a socket, from subscribe to complete, error, or cancellation. */
class RunningOperation implements Outlet {

    private static final Logger LOG = LoggerFactory.getLogger(RunningOperation.class);
    private static final String MDC_KEY = "requestId";

    private enum State {
        RUNNING,
        ENDED,
        CANCELLED
    }

    private final String id;
    private final Holding memory;
    private final Sender sender;
    private final Protocol protocol;
    private State state = State.RUNNING;
    private @Nullable LiveOperation live;
    private volatile @Nullable Operation operation;
    private volatile boolean started;

    /**
     * @param memory what the operation holds, given back when it is over
     */
    RunningOperation(String id, Holding memory, Sender sender, Protocol protocol) {
        this.id = id;
        this.memory = memory;
        this.sender = sender;
        this.protocol = protocol;
    }

    String id() {
        return id;
    }

    /** Starts it. A query or a mutation is over at the return. */
    void run(LiveOperations operations, Operation operation) {
        MDC.put(MDC_KEY, operation.requestId());
        this.operation = operation;
        if (!isRunning()) {
            operation.cancel();
        }
        try {
            attach(memory.during(() -> operations.start(operation, this)), operation.caller());
        } catch (IOException nobodyListens) {
            cancel();
        } catch (RuntimeException | Error fault) {
            LOG.error("An operation on a WebSocket failed", fault);
            failed(operation);
        } finally {
            started = true;
            releaseOnceOver();
            MDC.remove(MDC_KEY);
        }
    }

    /** The fault is of this operation alone: the socket and what else runs on it go on. */
    private void failed(Operation operation) {
        RefusalLog.refused(operation.requestId(), Set.of(ErrorCode.INTERNAL.name()));
        try {
            sender.send(
                    ServerMessage.error(
                            id,
                            ErrorCode.INTERNAL,
                            "Something went wrong on our side",
                            operation.requestId(),
                            Duration.ZERO),
                    this::end);
        } catch (IOException nobodyListens) {
            cancel();
        }
    }

    private void attach(LiveOperation operation, Caller caller) {
        boolean cancelled;
        synchronized (this) {
            live = operation;
            cancelled = state == State.CANCELLED;
        }
        Caller now = protocol.caller();
        if (cancelled) {
            operation.cancel();
        } else if (now != null && !now.equals(caller)) {
            operation.renew(now);
        }
    }

    /** Whether it has begun, if it is a subscription, or has answered, if it is a query or a mutation. */
    boolean hasStarted() {
        return started;
    }

    void renew(Caller caller) {
        LiveOperation running = running();
        if (running != null) {
            running.renew(caller);
        }
    }

    void cancel() {
        LiveOperation running;
        synchronized (this) {
            if (state != State.RUNNING) {
                return;
            }
            state = State.CANCELLED;
            running = live;
        }
        Operation begun = operation;
        if (begun != null) {
            begun.cancel();
        }
        if (running != null) {
            running.cancel();
        }
        releaseOnceOver();
    }

    /** Not before its thread has come back, which still holds what it holds. */
    private void releaseOnceOver() {
        if (started && !isRunning()) {
            memory.close();
        }
    }

    /** Ends a subscription, and tells where it can be resumed; null for anything else, which goes on. */
    @Nullable
    String stop() {
        LiveOperation running = running();
        String cursor = running == null ? null : running.cursor();
        if (cursor != null) {
            cancel();
        }
        return cursor;
    }

    private synchronized @Nullable LiveOperation running() {
        return state == State.RUNNING ? live : null;
    }

    private synchronized boolean isRunning() {
        return state == State.RUNNING;
    }

    private boolean end() {
        synchronized (this) {
            if (state != State.RUNNING) {
                return false;
            }
            state = State.ENDED;
        }
        // before the client is told, who may use the id again at once
        protocol.operations().remove(this);
        releaseOnceOver();
        return true;
    }

    @Override
    public void next(String result, @Nullable String cursor) throws IOException {
        sender.send(ServerMessage.next(id, result), this::isRunning);
    }

    @Override
    public void error(String errors) throws IOException {
        sender.send(ServerMessage.error(id, errors), this::end);
    }

    @Override
    public void complete() throws IOException {
        sender.send(ServerMessage.complete(id), this::end);
    }
}
