package com.tripsage.gateway.torture;

import com.tripsage.gateway.GatewayProcess;
import com.tripsage.gateway.security.Tokens;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Follows one of its trips or all, and every now and then goes away and comes back, to either gateway. */
final class Subscriber implements Runnable {

    private final UUID id = UUID.randomUUID();
    private final String name;
    private final Transport transport;
    private final @Nullable UUID trip;
    private final List<GatewayProcess> gateways;
    private final Random random;
    private final List<Session> sessions = new ArrayList<>();
    private volatile boolean restless = true;
    private volatile boolean stopped;

    /**
     * Somebody.
     *
     * @param trip the only one to follow; null for all
     */
    Subscriber(int number, Transport transport, @Nullable UUID trip, List<GatewayProcess> gateways) {
        this.name = "subscriber " + number;
        this.transport = transport;
        this.trip = trip;
        this.gateways = gateways;
        this.random = new Random(number);
    }

    UUID id() {
        return id;
    }

    String email() {
        return id + "@example.com";
    }

    String token() {
        return Tokens.signed(Tokens.claims()
                .subject(id.toString())
                .claim("email", email())
                .expirationTime(Tokens.inSeconds(86_400))
                .build());
    }

    @Override
    public void run() {
        String cursor = null;
        while (!stopped) {
            GatewayProcess gateway = gateways.get(random.nextInt(gateways.size()));
            Session session = begin(gateway, cursor);
            try {
                attend(gateway, cursor, session);
            } catch (IOException e) {
                session.end("not connected");
                pause(200);
            }
            cursor = session.cursor();
        }
    }

    private synchronized Session begin(GatewayProcess gateway, @Nullable String cursor) {
        var session = new Session(
                "%s, %s, session %d with gateway %s".formatted(name, transport, sessions.size(), gateway.name()),
                cursor);
        sessions.add(session);
        return session;
    }

    private void attend(GatewayProcess gateway, @Nullable String cursor, Session session) throws IOException {
        try {
            Transport.Line line = transport.open(gateway.port(), token(), trip, cursor, session);
            long leave = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(random.nextInt(200, 8000));
            while (!stopped
                    && !(restless && System.nanoTime() > leave)
                    && !session.ended().isDone()) {
                waitFor(session);
            }
            if (random.nextBoolean()) {
                session.end("left");
                line.leavePolitely();
            } else {
                session.end("aborted");
                line.abort();
            }
            pause(random.nextInt(1000));
        } catch (InterruptedException e) {
            stopped = true;
        }
    }

    private static void waitFor(Session session) throws InterruptedException {
        try {
            session.ended().get(100, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException stillOpen) {
            // look around
        }
    }

    private void pause(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            stopped = true;
        }
    }

    /** Does not leave any more. */
    void settle() {
        restless = false;
    }

    void stop() {
        stopped = true;
    }

    boolean follows(UUID one) {
        return trip == null || trip.equals(one);
    }

    boolean hasBegun() {
        return sessions().stream().anyMatch(session -> session.begun().isDone());
    }

    synchronized List<Session> sessions() {
        return List.copyOf(sessions);
    }

    List<Event> events() {
        return sessions().stream().flatMap(session -> session.events().stream()).toList();
    }

    @Override
    public String toString() {
        return name + " (" + id + ")";
    }
}
