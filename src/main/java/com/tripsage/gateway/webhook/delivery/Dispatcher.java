package com.tripsage.gateway.webhook.delivery;

import com.tripsage.gateway.database.DatabaseUnavailable;
import com.tripsage.gateway.database.Transactions;
import com.tripsage.gateway.process.Background;
import com.tripsage.gateway.refusal.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The dispatcher of webhooks: it leases those that are due and has each sent by a thread of its own, as many at once as there are places.
 * Half of the places are for those whose last call has succeeded, so that endpoints which hang or fail leave room for the others.
 */
final class Dispatcher extends Background {

    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    /** What is committed meanwhile is looked at together. */
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(20);

    private static final long NANOS_BETWEEN_COUNTS = Duration.ofSeconds(15).toNanos();
    private static final long NANOS_BETWEEN_TRIMS = Duration.ofHours(1).toNanos();
    private static final Duration TO_FINISH = Duration.ofSeconds(3);

    private final WebhookTail tail;
    private final Delivery.Means means;
    private final Semaphore places;
    private final AtomicInteger failing = new AtomicInteger();
    private final Semaphore news = new Semaphore(0);

    private volatile ExecutorService threads = newThreads();

    private long lastCount = System.nanoTime() - NANOS_BETWEEN_COUNTS;
    private long lastTrim = System.nanoTime();

    Dispatcher(WebhookTail tail, Delivery.Means means, Transactions transactions) {
        super(Thread.ofPlatform().daemon().name("webhook-dispatcher"), DEFAULT_PHASE);
        this.tail = tail;
        this.means = means;
        this.places = new Semaphore(means.settings().concurrency());
        transactions.afterCommit(this::committed);
    }

    /** Platform threads, because a search for an address, which the runtime leaves to C, holds the thread that carries it. */
    private static ExecutorService newThreads() {
        return Executors.newCachedThreadPool(
                Thread.ofPlatform().daemon().name("webhook-", 1).factory());
    }

    @Override
    public void start() {
        if (threads.isShutdown()) {
            threads = newThreads();
        }
        super.start();
    }

    @Override
    public boolean isAutoStartup() {
        return means.settings().enabled();
    }

    @Override
    protected boolean isExpected(RuntimeException failure) {
        return failure instanceof DatabaseUnavailable || failure instanceof Refusal;
    }

    @Override
    protected Duration round() throws InterruptedException {
        news.drainPermits();
        if (means.leases().areAny()) {
            tail.read();
            claim();
        } else {
            tail.rest();
        }
        lookAfter();
        news.tryAcquire(means.settings().pollInterval().toMillis(), TimeUnit.MILLISECONDS);
        return SHORTEST_PAUSE;
    }

    /** A change of its own, such as a lease, is no reason to look again at once. */
    private void committed() {
        if (!isOnItsThread()) {
            news.release();
        }
    }

    private void claim() {
        int free = places.availablePermits();
        while (free > 0) {
            boolean alsoFailing = failing.get() < Math.max(1, means.settings().concurrency() / 2);
            long now = System.nanoTime();
            List<Lease> leases = means.leases().claim(alsoFailing ? Math.max(1, free / 2) : free, alsoFailing);
            leases.forEach(lease -> begin(lease, now));
            free = leases.isEmpty() ? 0 : places.availablePermits();
        }
    }

    private void begin(Lease lease, long leased) {
        places.acquireUninterruptibly();
        int isFailing = lease.failures() > 0 ? 1 : 0;
        failing.addAndGet(isFailing);
        threads.execute(() -> {
            try {
                new Delivery(lease, means, leased).run();
            } catch (RuntimeException e) {
                // Another lease follows when this one has run out.
                LOG.warn(
                        "Webhook {} can't be sent to at the moment: {}",
                        lease.webhook(),
                        e.getMessage(),
                        isExpected(e) ? null : e);
            } finally {
                failing.addAndGet(-isFailing);
                places.release();
                news.release();
            }
        });
    }

    private void lookAfter() {
        if (System.nanoTime() - lastCount > NANOS_BETWEEN_COUNTS) {
            lastCount = System.nanoTime();
            means.metrics().waiting(means.leases().backlog());
        }
        if (System.nanoTime() - lastTrim > NANOS_BETWEEN_TRIMS) {
            lastTrim = System.nanoTime();
            means.leases().trimLog();
        }
    }

    /** Leaves a moment to what has begun. What does not end in it is sent again by whoever has the next lease. */
    @Override
    public void stop() {
        super.stop();
        threads.shutdown();
        try {
            if (!threads.awaitTermination(TO_FINISH.toMillis(), TimeUnit.MILLISECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
