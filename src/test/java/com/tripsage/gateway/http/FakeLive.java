package com.tripsage.gateway.http;

import com.tripsage.gateway.graphql.GraphQlEngine;
import com.tripsage.gateway.graphql.Operation;
import com.tripsage.gateway.graphql.ResultJson;
import com.tripsage.gateway.live.LiveOperation;
import com.tripsage.gateway.live.LiveOperations;
import com.tripsage.gateway.live.Outlet;
import com.tripsage.gateway.security.Caller;
import graphql.ExecutionResult;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.test.context.TestComponent;

/** Runs queries and mutations on the stub engine, and subscriptions that bring what a test wants them to. */
@TestComponent
public class FakeLive implements LiveOperations {

    private final GraphQlEngine engine;
    private final BlockingQueue<Subscription> started = new LinkedBlockingQueue<>();

    FakeLive(GraphQlEngine engine) {
        this.engine = engine;
    }

    @Override
    public LiveOperation start(Operation operation, Outlet outlet) throws IOException {
        Subscription subscription = new Subscription(operation, outlet);
        String document = Objects.requireNonNull(operation.document());
        if (document.startsWith("subscription")) {
            if (document.contains("greeted")) {
                outlet.next("{\"data\":{\"greeted\":true}}", "c0");
            }
            started.add(subscription);
            return subscription;
        }
        ExecutionResult result = engine.execute(operation);
        if (result.isDataPresent()) {
            outlet.next(ResultJson.text(result), null);
            outlet.complete();
        } else {
            outlet.error(ResultJson.text(
                    Objects.requireNonNull(result.toSpecification().get("errors"))));
        }
        return subscription;
    }

    /** The subscription that was started first of those that nobody asked for yet. */
    public Subscription subscription() throws InterruptedException {
        return Objects.requireNonNull(started.poll(5, TimeUnit.SECONDS), "a subscription");
    }

    public static final class Subscription implements LiveOperation {

        public final Operation operation;
        public final Outlet outlet;
        public final AtomicInteger cancellations = new AtomicInteger();
        public final List<Caller> renewals = new CopyOnWriteArrayList<>();
        public volatile @Nullable String cursor = "c0";

        Subscription(Operation operation, Outlet outlet) {
            this.operation = operation;
            this.outlet = outlet;
        }

        public void next(int number) throws IOException {
            outlet.next("{\"data\":{\"n\":" + number + "}}", "c" + number);
            cursor = "c" + number;
        }

        @Override
        public void renew(Caller caller) {
            renewals.add(caller);
        }

        @Override
        public void cancel() {
            cancellations.incrementAndGet();
        }

        @Override
        public @Nullable String cursor() {
            return cursor;
        }
    }
}
