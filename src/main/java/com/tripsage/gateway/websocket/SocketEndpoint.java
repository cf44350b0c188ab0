package com.tripsage.gateway.websocket;

import com.tripsage.gateway.budget.Holding;
import com.tripsage.gateway.budget.MemoryRefused;
import com.tripsage.gateway.budget.Use;
import com.tripsage.gateway.graphql.RefusalLog;
import com.tripsage.gateway.live.LiveOperations;
import com.tripsage.gateway.quota.ClientAddress;
import com.tripsage.gateway.quota.Quota;
import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's end of one socket, from the handshake to the close frame: what Tomcat and the clock tell of it. Its messages
 * arrive one after the other, each on a thread that ends with it.
 */
class SocketEndpoint extends Endpoint implements MessageHandler.Partial<String> {

    private static final Logger LOG = LoggerFactory.getLogger(SocketEndpoint.class);

    private final WebSockets sockets;
    private final WebSocketProperties properties;
    private final ClientAddress address;
    private final SocketPlaces.Place place;
    private final Sender sender = new Sender(this::close);
    private final Protocol protocol;
    private final RunningOperations operations;
    private final IncomingText text = new IncomingText();
    private final long opened = System.nanoTime();

    private volatile long received = opened;
    private volatile long pinged = opened;

    /**
     * The end of a socket that is being opened.
     *
     * @param address whence it comes
     * @param place where it counts until it is closed
     * @param admission what the handshake's own token allows, if it had one
     */
    SocketEndpoint(
            WebSockets sockets,
            LiveOperations liveOperations,
            Admissions admissions,
            WebSocketProperties properties,
            ClientAddress address,
            Quota<UUID> requests,
            SocketPlaces.Place place,
            @Nullable Admission admission) {
        this.sockets = sockets;
        this.properties = properties;
        this.address = address;
        this.place = place;
        this.protocol = new Protocol(
                liveOperations, admissions, requests, properties.maxOperations(), address, place, sender, admission);
        this.operations = protocol.operations();
    }

    SocketPlaces.Place place() {
        return place;
    }

    @Override
    public void onOpen(Session session, EndpointConfig config) {
        if (!sender.open(session)) {
            // While the handshake went on, the gateway began to stop, or nobody waited for it any more.
            sender.close(Closing.shuttingDown().reason());
            return;
        }
        if (session.getNegotiatedSubprotocol().isEmpty()) {
            close(Closing.subprotocolNotAcceptable());
            return;
        }
        session.addMessageHandler(String.class, this);
        session.addMessageHandler(ByteBuffer.class, (_, _) -> close(Closing.badRequest("Messages have to be text")));
        session.addMessageHandler(PongMessage.class, _ -> received = System.nanoTime());
    }

    @Override
    public void onClose(Session session, CloseReason reason) {
        ended(reason.getCloseCode().getCode());
    }

    @Override
    public void onMessage(String part, boolean last) {
        received = System.nanoTime();
        if (sender.state() == Sender.State.CLOSING) {
            return;
        }
        try {
            boolean known = protocol.isAcknowledged();
            int most = known ? IncomingText.MAX_BYTES : IncomingText.MAX_BYTES_BEFORE_TOKEN;
            byte[] message = text.add(part, last, most, () -> account(known));
            if (message != null) {
                handle(message, text.takeMemory());
            }
        } catch (Closing cause) {
            close(cause);
        } catch (MemoryRefused tooMuch) {
            close(Closing.tryAgainLater("No memory is left for this message at the moment"));
        } catch (IOException clientHasGone) {
            close(Closing.internalError());
        } catch (RuntimeException fault) {
            LOG.error("A message on a WebSocket could not be handled", fault);
            close(Closing.internalError());
        }
    }

    /** The account for a message: before there is a caller, all sockets of an address have one together. */
    private Holding account(boolean known) {
        return sockets.holding(known ? Objects.requireNonNull(protocol.caller()).id() : address);
    }

    private void handle(byte[] json, Holding memory) throws Closing, IOException {
        boolean goesOn = false;
        try {
            ClientMessage message = ClientMessage.read(json, memory);
            memory.release(Use.SOCKET);
            goesOn = protocol.handle(message, memory);
        } finally {
            if (!goesOn) {
                memory.close();
            }
        }
    }

    /** Does what is due. Called often, and never waits. */
    void tick(Instant time) {
        long now = System.nanoTime();
        switch (sender.state()) {
            case CONNECTING -> {
                if (hasPassed(properties.initTimeout(), opened, now)) {
                    ended(CloseCodes.CLOSED_ABNORMALLY.getCode());
                }
            }
            case OPEN -> tickOpen(now, time);
            case CLOSING -> {}
        }
    }

    private void tickOpen(long now, Instant time) {
        if (sender.hasLostSession()) {
            ended(CloseCodes.CLOSED_ABNORMALLY.getCode());
        } else if (protocol.isNew() && hasPassed(properties.initTimeout(), opened, now)) {
            closeAside(Closing.initialisationTimeout());
        } else if (protocol.hasExpired(time)) {
            closeAside(Closing.tokenExpired());
        } else if (protocol.isRevoked()) {
            closeAside(Closing.tokenRevoked());
        } else if (hasPassed(properties.silence(), received, now)) {
            closeAside(Closing.silent());
        } else if (text.isLate(now, properties.initTimeout())) {
            closeAside(Closing.tooSlow());
        } else if (hasPassed(properties.keepAlive(), pinged, now)) {
            pinged = now;
            Thread.startVirtualThread(sender::ping);
        }
    }

    private static boolean hasPassed(Duration time, long since, long now) {
        return now - since > time.toNanos();
    }

    /**
     * Closes the socket because the gateway stops: tells the subscriptions where to go on, and lets queries and mutations
     * finish.
     */
    void shutDown(Duration patience) {
        operations.drain();
        long end = System.nanoTime() + patience.toNanos();
        try {
            sender.sendLast(this::cursors);
            while (System.nanoTime() < end && sender.state() != Sender.State.CLOSING && operations.areWaitedFor()) {
                Thread.sleep(20);
            }
        } catch (IOException hasGone) {
            LOG.debug("Cursors could not be sent", hasGone);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        close(Closing.shuttingDown());
    }

    private @Nullable String cursors() {
        Map<String, String> cursors = operations.stopSubscriptions();
        return cursors.isEmpty() ? null : ServerMessage.ping(Map.of("cursors", cursors));
    }

    /** Closes the socket, unless that has begun. */
    void close(Closing cause) {
        if (sender.stop()) {
            closeNow(cause);
        }
    }

    private void closeAside(Closing cause) {
        if (sender.stop()) {
            Thread.startVirtualThread(() -> closeNow(cause));
        }
    }

    private void closeNow(Closing cause) {
        if (!operations.areDraining()) {
            RefusalLog.closed(cause.code());
        }
        operations.cancelAll();
        if (!sender.close(cause.reason())) {
            ended(cause.code());
        }
    }

    private void ended(int code) {
        sender.stop();
        operations.cancelAll();
        text.release();
        sockets.closed(this, code);
    }
}
