package com.tripsage.gateway.websocket;

import com.tripsage.gateway.budget.Holding;
import com.tripsage.gateway.budget.MemoryRefused;
import com.tripsage.gateway.budget.Use;
import com.tripsage.gateway.graphql.Operation;
import com.tripsage.gateway.graphql.RefusalLog;
import com.tripsage.gateway.http.GraphQlRequest;
import com.tripsage.gateway.live.LiveOperations;
import com.tripsage.gateway.quota.ClientAddress;
import com.tripsage.gateway.quota.Quota;
import com.tripsage.gateway.refusal.ErrorCode;
import com.tripsage.gateway.security.Caller;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One socket. Its messages arrive one after the other, each on a thread that ends with it; operations run on threads of
 * their own, and share the socket message by message.
 */
class Connection extends Endpoint implements MessageHandler.Partial<String> {

    private static final Logger log = LoggerFactory.getLogger(Connection.class);

    /** How long a message that is being sent may hold up the end of the socket. */
    private static final long CLOSE_PATIENCE_MILLIS = 1000;

    /** When an operation that is one too many may be tried again: it is for the client to end another one. */
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private enum State {
        NEW,
        INITIALISING,
        ACKNOWLEDGED
    }

    private final WebSockets sockets;
    private final LiveOperations liveOperations;
    private final Admissions admissions;
    private final WebSocketProperties properties;
    private final Quota<UUID> requests;
    private final SocketPlaces.Place place;

    private final Map<String, RunningOperation> operations = new ConcurrentHashMap<>();
    private final ReentrantLock sending = new ReentrantLock();
    private final AtomicBoolean closing = new AtomicBoolean();
    private final IncomingText text = new IncomingText();
    private final ClientAddress address;
    private final long opened = System.nanoTime();

    /** Null until the handshake is over. */
    private volatile @Nullable Session session;

    /** What the parts of an unfinished message hold. */
    private volatile @Nullable Holding incoming;

    private volatile State state = State.NEW;
    private volatile @Nullable Admission admission;
    private volatile boolean draining;

    private volatile long received = opened;
    private volatile long pinged = opened;

    /** Since when a message has been incomplete; null where none is. */
    private volatile @Nullable Long begun;

    /**
     * A socket that is being opened.
     *
     * @param address whence it comes
     * @param place where it counts until it is closed
     * @param admission what the handshake's own token allows, if it had one
     */
    Connection(
            WebSockets sockets,
            LiveOperations liveOperations,
            Admissions admissions,
            WebSocketProperties properties,
            ClientAddress address,
            Quota<UUID> requests,
            SocketPlaces.Place place,
            @Nullable Admission admission) {
        this.sockets = sockets;
        this.liveOperations = liveOperations;
        this.admissions = admissions;
        this.properties = properties;
        this.address = address;
        this.requests = requests;
        this.place = place;
        this.admission = admission;
    }

    @Override
    public void onOpen(Session session, EndpointConfig config) {
        this.session = session;
        if (closing.get()) {
            // While the handshake went on, the gateway began to stop, or nobody waited for it any more.
            closeNow(Closing.shuttingDown());
            return;
        }
        if (session.getNegotiatedSubprotocol().isEmpty()) {
            close(Closing.subprotocolNotAcceptable());
            return;
        }
        session.addMessageHandler(String.class, this);
        session.addMessageHandler(
                ByteBuffer.class, (part, last) -> close(Closing.badRequest("Messages have to be text")));
        session.addMessageHandler(PongMessage.class, pong -> received = System.nanoTime());
    }

    @Override
    public void onClose(Session session, CloseReason reason) {
        ended(reason.getCloseCode().getCode());
    }

    @Override
    public void onMessage(String part, boolean last) {
        long now = System.nanoTime();
        received = now;
        if (closing.get()) {
            return;
        }
        try {
            boolean known = state == State.ACKNOWLEDGED;
            int most = known ? IncomingText.MAX_BYTES : IncomingText.MAX_BYTES_BEFORE_TOKEN;
            byte[] message = text.add(part, last, most, incoming(known));
            if (message != null) {
                begun = null;
                handle(message);
            } else if (begun == null) {
                begun = now;
            }
        } catch (Closing cause) {
            close(cause);
        } catch (MemoryRefused tooMuch) {
            close(Closing.tryAgainLater("No memory is left for this message at the moment"));
        } catch (IOException clientHasGone) {
            close(Closing.internalError());
        } catch (RuntimeException fault) {
            log.error("A message on a WebSocket could not be handled", fault);
            close(Closing.internalError());
        }
    }

    /** What the parts of a message are taken from: before there is a caller, all of an address have it together. */
    private Holding incoming(boolean known) {
        Holding memory = incoming;
        if (memory == null) {
            memory = sockets.holding(known ? Objects.requireNonNull(caller()).id() : address);
            incoming = memory;
        }
        return memory;
    }

    private void handle(byte[] json) throws Closing, IOException {
        Holding memory = Objects.requireNonNull(incoming);
        incoming = null;
        boolean goesOn = false;
        try {
            ClientMessage message = ClientMessage.read(json, memory);
            memory.release(Use.SOCKET);
            switch (message.type()) {
                case CONNECTION_INIT -> initialise(message.payload());
                case PING -> answerPing(message.payload());
                case PONG -> {}
                case SUBSCRIBE -> goesOn = subscribe(message, memory);
                case COMPLETE -> complete(message.id());
            }
        } finally {
            if (!goesOn) {
                memory.close();
            }
        }
    }

    private void initialise(Map<String, @Nullable Object> payload) throws Closing, IOException {
        if (state != State.NEW) {
            throw Closing.tooManyInitialisationRequests();
        }
        state = State.INITIALISING;
        Admission given = admissions.from(payload, address);
        if (given != null) {
            admission = given;
        }
        Admission counting = admission;
        if (counting == null) {
            throw Closing.unauthorized();
        }
        if (counting.hasEnded(Instant.now())) {
            throw Closing.forbidden();
        }
        place.giveTo(counting.caller().id());
        send(ServerMessage.CONNECTION_ACK, () -> true);
        state = State.ACKNOWLEDGED;
    }

    private void answerPing(Map<String, @Nullable Object> payload) throws Closing, IOException {
        // A payload with a token is not sent back, whatever else is in it.
        boolean hasToken = Admissions.isIn(payload);
        if (hasToken && state == State.ACKNOWLEDGED) {
            renew(Objects.requireNonNull(admissions.from(payload, address)));
        }
        String pong = ServerMessage.pong(hasToken ? Map.of() : payload);
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(pong)) {
            throw Closing.badRequest("The payload can't be written in UTF-8");
        }
        send(pong, () -> true);
    }

    private void renew(Admission newer) throws Closing {
        Caller now = newer.caller();
        if (!now.id().equals(Objects.requireNonNull(caller()).id())) {
            throw Closing.forbidden();
        }
        admission = newer;
        operations.values().forEach(operation -> operation.renew(now));
    }

    SocketPlaces.Place place() {
        return place;
    }

    /** Who is calling, by the newest token. */
    @Nullable
    Caller caller() {
        Admission counting = admission;
        return counting == null ? null : counting.caller();
    }

    /** Whether an operation has begun, which then holds the memory of the message. */
    private boolean subscribe(ClientMessage message, Holding memory) throws Closing, IOException {
        Caller caller = caller();
        if (state != State.ACKNOWLEDGED || caller == null) {
            throw Closing.unauthorized();
        }
        GraphQlRequest request = message.request();
        String id = message.id();
        if (operations.containsKey(id)) {
            throw Closing.subscriberExists(id);
        }
        String requestId = UUID.randomUUID().toString();
        Duration wait = requests.take(caller.id(), 1);
        if (wait.isPositive()) {
            refuse(id, ErrorCode.RATE_LIMITED, requests.refusal(), requestId, wait);
        } else if (draining) {
            refuse(id, ErrorCode.UNAVAILABLE, "The gateway is shutting down", requestId, Duration.ZERO);
        } else if (operations.size() >= properties.maxOperations()) {
            String most = "At most " + properties.maxOperations() + " operations may run at once on a socket";
            refuse(id, ErrorCode.RATE_LIMITED, most, requestId, RETRY_AFTER);
        } else {
            return start(
                    new RunningOperation(id, memory, this),
                    new Operation(
                            requestId,
                            caller,
                            request.query(),
                            request.operationName(),
                            request.variables(),
                            false,
                            request.resumeAfter(),
                            request.reportsCost()));
        }
        return false;
    }

    private void refuse(String id, ErrorCode code, String message, String requestId, Duration retryAfter)
            throws IOException {
        RefusalLog.refused(requestId, Set.of(code.name()));
        send(ServerMessage.error(id, code, message, requestId, retryAfter), () -> true);
    }

    private boolean start(RunningOperation running, Operation operation) {
        operations.put(running.id(), running);
        if (closing.get()) {
            // The end may have missed it.
            running.cancel();
            return false;
        }
        Thread.ofVirtual().name("websocket-operation").start(() -> running.run(liveOperations, operation));
        return true;
    }

    private void complete(String id) {
        RunningOperation running = operations.remove(id);
        if (running != null) {
            running.cancel();
        }
    }

    void forget(RunningOperation ended) {
        operations.remove(ended.id(), ended);
    }

    /**
     * Sends a message whole, and waits while the client is slow.
     *
     * @param isWanted asked when its turn has come
     * @throws IOException when it is not wanted any more, or could not be sent, which is the end of the socket
     */
    void send(String message, BooleanSupplier isWanted) throws IOException {
        sending.lock();
        try {
            if (closing.get() || !isWanted.getAsBoolean()) {
                throw new IOException("Nobody waits for this message");
            }
            open().getBasicRemote().sendText(message);
        } catch (IllegalStateException | IllegalArgumentException notSent) {
            close(Closing.internalError());
            throw new IOException(notSent);
        } finally {
            sending.unlock();
        }
    }

    private Session open() {
        return Objects.requireNonNull(session);
    }

    /** Does what it is time for. Called often, and never waits. */
    void tick(Instant time) {
        long now = System.nanoTime();
        Long incompleteSince = begun;
        if (closing.get()) {
            return;
        }
        if (session == null) {
            if (now - opened > properties.initTimeout().toNanos()) {
                ended(CloseReason.CloseCodes.CLOSED_ABNORMALLY.getCode());
            }
        } else if (!open().isOpen()) {
            ended(CloseReason.CloseCodes.CLOSED_ABNORMALLY.getCode());
        } else if (state == State.NEW && now - opened > properties.initTimeout().toNanos()) {
            closeAside(Closing.initialisationTimeout());
        } else if (state == State.ACKNOWLEDGED
                && Objects.requireNonNull(admission).hasEnded(time)) {
            closeAside(Closing.tokenExpired());
        } else if (now - received > properties.silence().toNanos()) {
            closeAside(Closing.silent());
        } else if (incompleteSince != null
                && now - incompleteSince > properties.initTimeout().toNanos()) {
            closeAside(Closing.tooSlow());
        } else if (now - pinged > properties.keepAlive().toNanos()) {
            pinged = now;
            Thread.startVirtualThread(this::ping);
        }
    }

    /** Keeps the socket alive. One that is being sent to needs no ping. */
    private void ping() {
        if (!sending.tryLock()) {
            return;
        }
        try {
            open().getBasicRemote().sendPing(ByteBuffer.allocate(0));
        } catch (IOException | IllegalStateException hasGone) {
            log.debug("A ping could not be sent", hasGone);
        } finally {
            sending.unlock();
        }
    }

    /**
     * Closes the socket because the gateway stops: tells the subscriptions where to go on, and lets queries and mutations
     * finish.
     */
    void shutDown(Duration patience) {
        draining = true;
        long end = System.nanoTime() + patience.toNanos();
        try {
            sendCursors();
            while (System.nanoTime() < end && !closing.get() && isWaitedFor()) {
                Thread.sleep(20);
            }
        } catch (IOException hasGone) {
            log.debug("Cursors could not be sent", hasGone);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        close(Closing.shuttingDown());
    }

    private void sendCursors() throws IOException, InterruptedException {
        if (!sending.tryLock(CLOSE_PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
            return;
        }
        try {
            Map<String, String> cursors = new LinkedHashMap<>();
            for (RunningOperation operation : operations.values()) {
                String cursor = operation.stop();
                if (cursor != null) {
                    cursors.put(operation.id(), cursor);
                }
            }
            if (!cursors.isEmpty()) {
                send(ServerMessage.ping(Map.of("cursors", cursors)), () -> true);
            }
        } finally {
            sending.unlock();
        }
    }

    private boolean isWaitedFor() {
        return operations.values().stream().anyMatch(operation -> !operation.hasStarted());
    }

    /** Closes the socket, unless that has begun. */
    void close(Closing cause) {
        if (closing.compareAndSet(false, true)) {
            closeNow(cause);
        }
    }

    private void closeAside(Closing cause) {
        if (closing.compareAndSet(false, true)) {
            Thread.startVirtualThread(() -> closeNow(cause));
        }
    }

    private void closeNow(Closing cause) {
        if (!draining) {
            RefusalLog.closed(cause.code());
        }
        cancelOperations();
        if (session == null) {
            ended(cause.code());
            return;
        }
        boolean alone = false;
        try {
            alone = sending.tryLock(CLOSE_PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            open().close(cause.reason());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | IllegalStateException isClosed) {
            log.debug("The socket had been closed", isClosed);
        } finally {
            if (alone) {
                sending.unlock();
            }
        }
    }

    private void ended(int code) {
        closing.set(true);
        cancelOperations();
        Holding unfinished = incoming;
        if (unfinished != null) {
            unfinished.close();
        }
        sockets.closed(this, code);
    }

    private void cancelOperations() {
        operations.values().forEach(RunningOperation::cancel);
        operations.clear();
    }
}
