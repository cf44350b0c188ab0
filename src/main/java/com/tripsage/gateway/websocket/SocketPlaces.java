package com.tripsage.gateway.websocket;

import com.tripsage.gateway.quota.ClientAddress;
import com.tripsage.gateway.quota.Places;
import com.tripsage.gateway.request.RequestRefused;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The places of sockets: so many of an address whose clients have not said who they are, and so many of a caller. A place is
 * taken by the handshake, before there is a socket, so that no two take the last one.
 */
final class SocketPlaces {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final Places<ClientAddress> uninitialised;
    private final Places<UUID> callers;
    private final int perCaller;

    SocketPlaces(WebSocketProperties properties) {
        this.uninitialised = new Places<>(properties.maxUninitialisedPerAddress());
        this.perCaller = properties.maxConnectionsPerCaller();
        this.callers = new Places<>(perCaller);
    }

    /** A place for a socket: its caller's where the handshake named one, else of the address. */
    Place take(ClientAddress address, @Nullable Admission admission) {
        UUID caller = admission == null ? null : admission.caller().id();
        if (caller == null ? uninitialised.take(address) : callers.take(caller)) {
            return new Place(address, caller);
        }
        throw RequestRefused.rateLimited(
                caller == null ? "Too many WebSockets of this address have not said who they are" : tooManyOfACaller(),
                RETRY_AFTER);
    }

    private String tooManyOfACaller() {
        return "One caller may have " + perCaller + " WebSockets at a time";
    }

    /** The place of one socket. */
    final class Place {

        private final ClientAddress address;
        private @Nullable UUID caller;
        private boolean released;

        private Place(ClientAddress address, @Nullable UUID caller) {
            this.address = address;
            this.caller = caller;
        }

        /** Makes it a place of the caller whose token has come. */
        synchronized void giveTo(UUID known) throws Closing {
            if (released || known.equals(caller)) {
                return;
            }
            if (!callers.take(known)) {
                throw Closing.tryAgainLater(tooManyOfACaller());
            }
            releaseOwner();
            caller = known;
        }

        synchronized void release() {
            if (!released) {
                released = true;
                releaseOwner();
            }
        }

        private void releaseOwner() {
            if (caller == null) {
                uninitialised.release(address);
            } else {
                callers.release(caller);
            }
        }
    }
}
