package com.tripsage.gateway.websocket;

import com.tripsage.gateway.budget.Holding;
import com.tripsage.gateway.graphql.Operation;
import com.tripsage.gateway.graphql.RefusalLog;
import com.tripsage.gateway.live.LiveOperations;
import com.tripsage.gateway.quota.ClientAddress;
import com.tripsage.gateway.quota.Quota;
import com.tripsage.gateway.refusal.ErrorCode;
import com.tripsage.gateway.request.GraphQlRequest;
import com.tripsage.gateway.security.Caller;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The protocol {@code graphql-transport-ws} on one socket: who calls, and what each message of the client does. Messages come
 * one after the other; operations run on threads of their own, and share the socket message by message.
 */
class Protocol {

    /** When an operation that is one too many may be tried again: it is for the client to end another one. */
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private enum State {

        /** Nothing is known of the caller, but what the handshake's own token says. */
        NEW,

        /** connection_init has come, and its token is being looked at. */
        INITIALISING,

        /** The caller is known, and operations may begin. */
        ACKNOWLEDGED
    }

    private final LiveOperations liveOperations;
    private final Admissions admissions;
    private final Quota<UUID> requests;
    private final int maxOperations;
    private final ClientAddress address;
    private final SocketPlaces.Place place;
    private final Sender sender;
    private final RunningOperations operations = new RunningOperations();

    private volatile State state = State.NEW;
    private volatile @Nullable Admission admission;

    /**
     * The protocol of a socket on which nothing has been said.
     *
     * @param place becomes one of the caller's when it is known
     * @param admission what the handshake's own token allows, if it had one
     */
    Protocol(
            LiveOperations liveOperations,
            Admissions admissions,
            Quota<UUID> requests,
            int maxOperations,
            ClientAddress address,
            SocketPlaces.Place place,
            Sender sender,
            @Nullable Admission admission) {
        this.liveOperations = liveOperations;
        this.admissions = admissions;
        this.requests = requests;
        this.maxOperations = maxOperations;
        this.address = address;
        this.place = place;
        this.sender = sender;
        this.admission = admission;
    }

    boolean isNew() {
        return state == State.NEW;
    }

    boolean isAcknowledged() {
        return state == State.ACKNOWLEDGED;
    }

    /** Whether the token that counts has expired by now. */
    boolean hasExpired(Instant now) {
        return isAcknowledged() && Objects.requireNonNull(admission).hasEnded(now);
    }

    /** Whether the token that counts was revoked, or has gone with its user. */
    boolean isRevoked() {
        return isAcknowledged() && !admissions.goesOnCounting(Objects.requireNonNull(admission));
    }

    /** Who is calling, by the newest token. */
    @Nullable
    Caller caller() {
        Admission counting = admission;
        return counting == null ? null : counting.caller();
    }

    RunningOperations operations() {
        return operations;
    }

    /** Does what a message says. True where an operation has begun, which then holds the memory of the message. */
    boolean handle(ClientMessage message, Holding memory) throws Closing, IOException {
        switch (message.type()) {
            case CONNECTION_INIT -> initialise(message.payload());
            case PING -> answerPing(message.payload());
            case PONG -> {}
            case SUBSCRIBE -> {
                return subscribe(message, memory);
            }
            case COMPLETE -> operations.cancel(message.id());
        }
        return false;
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
        if (counting.hasEnded(Instant.now()) || !admissions.goesOnCounting(counting)) {
            throw Closing.forbidden();
        }
        place.giveTo(counting.caller().id());
        sender.send(ServerMessage.CONNECTION_ACK);
        state = State.ACKNOWLEDGED;
    }

    private void answerPing(Map<String, @Nullable Object> payload) throws Closing, IOException {
        // A payload with a token is not sent back, whatever else is in it.
        boolean hasToken = Admissions.isIn(payload);
        if (hasToken && isAcknowledged()) {
            renew(Objects.requireNonNull(admissions.from(payload, address)));
        }
        String pong = ServerMessage.pong(hasToken ? Map.of() : payload);
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(pong)) {
            throw Closing.badRequest("The payload can't be written in UTF-8");
        }
        sender.send(pong);
    }

    private void renew(Admission newer) throws Closing {
        Caller now = newer.caller();
        if (!now.id().equals(Objects.requireNonNull(caller()).id())) {
            throw Closing.forbidden();
        }
        admission = newer;
        operations.renew(now);
    }

    private boolean subscribe(ClientMessage message, Holding memory) throws Closing, IOException {
        Caller caller = caller();
        if (!isAcknowledged() || caller == null) {
            throw Closing.unauthorized();
        }
        GraphQlRequest request = message.request();
        String id = message.id();
        if (operations.has(id)) {
            throw Closing.subscriberExists(id);
        }
        String requestId = UUID.randomUUID().toString();
        Duration wait = requests.take(caller.id(), 1);
        if (wait.isPositive()) {
            refuse(id, ErrorCode.RATE_LIMITED, requests.refusal(), requestId, wait);
        } else if (operations.areDraining()) {
            refuse(id, ErrorCode.UNAVAILABLE, "The gateway is shutting down", requestId, Duration.ZERO);
        } else if (operations.size() >= maxOperations) {
            String most = "At most " + maxOperations + " operations may run at once on a socket";
            refuse(id, ErrorCode.RATE_LIMITED, most, requestId, RETRY_AFTER);
        } else {
            return start(
                    new RunningOperation(id, memory, sender, this), new Operation(requestId, caller, request, false));
        }
        return false;
    }

    private void refuse(String id, ErrorCode code, String message, String requestId, Duration retryAfter)
            throws IOException {
        RefusalLog.refused(requestId, Set.of(code.name()));
        sender.send(ServerMessage.error(id, code, message, requestId, retryAfter));
    }

    private boolean start(RunningOperation running, Operation operation) {
        boolean begins = operations.add(running);
        if (begins) {
            Thread.ofVirtual().name("websocket-operation").start(() -> running.run(liveOperations, operation));
        }
        return begins;
    }
}
