package com.tripsage.gateway.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FairPlacesTests {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Pace pace = new Pace(Duration.ofMillis(20), 2);
    private final FairPlaces places = new FairPlaces(8, pace);
    private final UUID greedy = UUID.randomUUID();
    private final List<UUID> served = new CopyOnWriteArrayList<>();
    private final List<Thread> waiting = new ArrayList<>();

    @Test
    void oneCallerGetsHalfOfThem() throws InterruptedException {
        take(greedy, 4);

        assertThat(places.acquire(greedy, Duration.ofMillis(20))).isNull();
        assertThat(places.free()).isEqualTo(4);
    }

    @Test
    void threeWhoTakeWhatTheyCanLeaveOneForAFourth() throws InterruptedException {
        for (int n = 0; n < 3; n++) {
            UUID caller = UUID.randomUUID();
            while (places.acquire(caller, Duration.ofMillis(1)) != null) {
                assertThat(places.free()).isPositive();
            }
        }

        assertThat(places.free()).isOne();
        take(UUID.randomUUID(), 1);
        assertThat(places.acquire(UUID.randomUUID(), Duration.ZERO)).isNull();
    }

    @Test
    void whoIsSlowGetsOneWhileOthersAreThere() throws InterruptedException {
        pace.kept(greedy, Duration.ofSeconds(1).toNanos());
        take(UUID.randomUUID(), 1);

        take(greedy, 1);

        assertThat(places.acquire(greedy, Duration.ofMillis(20))).isNull();
        take(UUID.randomUUID(), 3);
    }

    @Test
    void whoIsSlowAndAloneGetsHalfOfThem() throws InterruptedException {
        pace.kept(greedy, Duration.ofSeconds(1).toNanos());

        take(greedy, 4);
    }

    @Test
    void whoIsQuickAgainGetsHalfOfThem() throws InterruptedException {
        pace.kept(greedy, Duration.ofSeconds(30).toNanos());
        for (int n = 0; n < 12; n++) {
            pace.kept(greedy, Duration.ofMillis(5).toNanos());
        }
        taken(places, UUID.randomUUID()).close();

        take(greedy, 4);
    }

    @Test
    void slowOnesInFrontHoldNobodyUp() throws InterruptedException {
        var four = new FairPlaces(4, pace);
        pace.kept(greedy, Duration.ofSeconds(1).toNanos());
        taken(four, UUID.randomUUID());
        FairPlaces.Place first = taken(four, greedy);
        begin(four, greedy);

        taken(four, UUID.randomUUID());

        assertThat(served).isEmpty();
        first.close();
        finish();
        assertThat(served).containsExactly(greedy);
    }

    @Test
    void whoHoldsFewestComesFirstHoweverManyOthersWait() throws InterruptedException {
        var single = new FairPlaces(1, pace);
        FairPlaces.Place held = taken(single, UUID.randomUUID());
        for (int n = 0; n < 50; n++) {
            begin(single, greedy);
        }
        UUID modest = UUID.randomUUID();
        begin(single, modest);

        held.close();

        finish();
        // the other one's first, perhaps, and no more
        assertThat(served.indexOf(modest)).isLessThanOrEqualTo(1);
        assertThat(served).hasSize(51);
    }

    @Test
    void whoHasUsedLessComesFirst() throws InterruptedException {
        var single = new FairPlaces(1, pace);
        FairPlaces.Place held = taken(single, greedy);
        UUID modest = UUID.randomUUID();
        begin(single, greedy);
        begin(single, greedy);
        begin(single, modest);
        Thread.sleep(20);

        held.close();

        finish();
        assertThat(served).startsWith(modest);
    }

    @Test
    void newcomersDoNotHoldUpForeverWhoHasUsedMore() throws InterruptedException {
        var single = new FairPlaces(1, pace);
        FairPlaces.Place held = taken(single, greedy);
        begin(single, greedy);
        var newcomers = new AtomicInteger();
        beginNewcomers(single, newcomers);
        Thread.sleep(10);

        held.close();

        await().until(() -> served.contains(greedy) || newcomers.get() == 500);
        assertThat(newcomers).hasValueLessThan(500);
    }

    @Test
    void equalsComeInTheOrderOfTheirArrival() throws InterruptedException {
        var single = new FairPlaces(1, pace);
        FairPlaces.Place held = taken(single, greedy);
        List<UUID> callers = Stream.generate(UUID::randomUUID).limit(20).toList();
        callers.forEach(caller -> begin(single, caller));

        held.close();

        finish();
        assertThat(served).isEqualTo(callers);
    }

    @Test
    void forgetsWhoGaveUpWaiting() throws InterruptedException {
        var single = new FairPlaces(1, pace);
        FairPlaces.Place held = taken(single, greedy);
        UUID impatient = UUID.randomUUID();
        assertThat(single.acquire(impatient, Duration.ofMillis(10))).isNull();
        begin(single, impatient);
        waiting.get(0).interrupt();
        waiting.get(0).join();

        held.close();

        assertThat(single.free()).isOne();
        taken(single, impatient).close();
    }

    @Test
    void losesNoPlaceWhateverHappens() throws InterruptedException {
        List<UUID> callers = List.of(greedy, UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID());
        for (int n = 0; n < 64; n++) {
            UUID caller = callers.get(n % 7 % callers.size());
            waiting.add(Thread.startVirtualThread(() -> {
                for (int turn = 0; turn < 200; turn++) {
                    var random = ThreadLocalRandom.current();
                    if (random.nextInt(10) == 0) {
                        Thread.currentThread().interrupt();
                    }
                    try {
                        FairPlaces.Place place = places.acquire(caller, Duration.ofNanos(random.nextLong(2_000_000)));
                        if (place != null) {
                            Thread.sleep(Duration.ofNanos(1000));
                            place.close();
                        }
                    } catch (InterruptedException e) {
                        // as asked for
                    }
                }
            }));
        }
        finish();

        assertThat(places.free()).isEqualTo(8);
        take(greedy, 4);
    }

    private void take(UUID caller, int count) throws InterruptedException {
        for (int n = 0; n < count; n++) {
            taken(places, caller);
        }
    }

    private static FairPlaces.Place taken(FairPlaces places, UUID caller) throws InterruptedException {
        return Objects.requireNonNull(places.acquire(caller, Duration.ofMillis(100)));
    }

    /** Has a thread wait for a place, which it gives back at once. */
    private void begin(FairPlaces places, UUID caller) {
        Thread thread = Thread.startVirtualThread(() -> {
            try {
                FairPlaces.Place place = Objects.requireNonNull(places.acquire(caller, PATIENCE));
                served.add(caller);
                place.close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        waiting.add(thread);
        await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
    }

    /** Has one newcomer after the other keep a place for a millisecond, of whom the next always waits, until the greedy one is served. */
    private void beginNewcomers(FairPlaces places, AtomicInteger count) {
        Thread thread = Thread.startVirtualThread(() -> {
            try (var _ = Objects.requireNonNull(places.acquire(UUID.randomUUID(), PATIENCE))) {
                if (count.incrementAndGet() < 500 && !served.contains(greedy)) {
                    beginNewcomers(places, count);
                    Thread.sleep(1);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        await().pollInterval(Duration.ofMillis(1)).until(() -> thread.getState() == Thread.State.TIMED_WAITING);
    }

    private void finish() throws InterruptedException {
        for (Thread thread : waiting) {
            thread.join();
        }
    }
}
