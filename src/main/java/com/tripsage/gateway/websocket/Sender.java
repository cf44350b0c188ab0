package com.tripsage.gateway.websocket;

import jakarta.websocket.CloseReason;
import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sending half of a socket: messages one after the other, pings while it is quiet, and at last the close frame. Who sends a
 * message waits while the client is slow.
 */
class Sender {

    private static final Logger LOG = LoggerFactory.getLogger(Sender.class);

    /** How long a message that is being sent may hold up the end of the socket. */
    private static final long CLOSE_PATIENCE_MILLIS = 1000;

    enum State {

        /** The handshake goes on: there is no session yet. */
        CONNECTING,
        OPEN,

        /** Nothing more is sent, except for the close frame. */
        CLOSING
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final AtomicReference<State> state = new AtomicReference<>(State.CONNECTING);
    private final Consumer<Closing> onFailure;

    /** Null until the handshake is over. */
    private volatile @Nullable Session session;

    /**
     * The sender of a socket that is being opened.
     *
     * @param onFailure closes the socket when a message could not be sent
     */
    Sender(Consumer<Closing> onFailure) {
        this.onFailure = onFailure;
    }

    State state() {
        return state.get();
    }

    /** Begins to send to a session; false where the socket was closed before it was open. */
    boolean open(Session opened) {
        session = opened;
        return state.compareAndSet(State.CONNECTING, State.OPEN);
    }

    /** Whether the session is gone, whatever the state says. */
    boolean hasLostSession() {
        return !session().isOpen();
    }

    /** Sends nothing more, except for the close frame; false where that had been so. */
    boolean stop() {
        return state.getAndSet(State.CLOSING) != State.CLOSING;
    }

    void send(String message) throws IOException {
        send(message, () -> true);
    }

    /**
     * Sends a message whole, and waits while the client is slow.
     *
     * @param isWanted asked when its turn has come
     * @throws IOException when it is not wanted any more, or could not be sent, which is the end of the socket
     */
    void send(String message, BooleanSupplier isWanted) throws IOException {
        lock.lock();
        try {
            if (state() == State.CLOSING || !isWanted.getAsBoolean()) {
                throw new IOException("Nobody waits for this message");
            }
            session().getBasicRemote().sendText(message);
        } catch (IllegalStateException | IllegalArgumentException notSent) {
            onFailure.accept(Closing.internalError());
            throw new IOException(notSent);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Sends a last message, before which nothing else is sent, unless one that is being sent takes too long.
     *
     * @param message made when its turn has come; null where there is nothing to say
     */
    void sendLast(Supplier<@Nullable String> message) throws IOException, InterruptedException {
        if (!lock.tryLock(CLOSE_PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
            return;
        }
        try {
            String last = message.get();
            if (last != null) {
                send(last);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Keeps the socket alive. One that is being sent to needs no ping. */
    void ping() {
        if (!lock.tryLock()) {
            return;
        }
        try {
            session().getBasicRemote().sendPing(ByteBuffer.allocate(0));
        } catch (IOException | IllegalStateException hasGone) {
            LOG.debug("A ping could not be sent", hasGone);
        } finally {
            lock.unlock();
        }
    }

    /** Sends the close frame; false where there is no session yet. */
    boolean close(CloseReason reason) {
        Session open = session;
        if (open == null) {
            return false;
        }
        boolean alone = false;
        try {
            alone = lock.tryLock(CLOSE_PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            open.close(reason);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | IllegalStateException isClosed) {
            LOG.debug("The socket had been closed", isClosed);
        } finally {
            if (alone) {
                lock.unlock();
            }
        }
        return true;
    }

    private Session session() {
        return Objects.requireNonNull(session);
    }
}
