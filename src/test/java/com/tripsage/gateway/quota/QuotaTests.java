package com.tripsage.gateway.quota;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuotaTests {

    @Test
    void givesAMinutesAmountAndSaysWhenThereIsMore() {
        Quota<String> quota = Quota.perMinute("things", 60);

        assertThat(quota.take("ada", 59)).isZero();
        assertThat(quota.take("ada", 1)).isZero();
        assertThat(quota.take("ada", 10)).isBetween(Duration.ofSeconds(8), Duration.ofSeconds(10));
        assertThat(quota.rest("ada").amount()).isLessThan(3);
        assertThat(quota.take("bob", 60)).isZero();
    }

    @Test
    void takesNothingWhereThereIsNotEnough() {
        Quota<String> quota = Quota.perMinute("things", 10);
        quota.take("ada", 5);

        assertThat(quota.take("ada", 6)).isPositive();

        assertThat(quota.take("ada", 5)).isZero();
    }

    @Test
    void fillsEvenly() throws InterruptedException {
        Quota<String> quota = Quota.perMinute("things", 6000);
        quota.take("ada", 6000);

        Thread.sleep(100);

        assertThat(quota.rest("ada").amount()).isBetween(10L, 5999L);
        assertThat(quota.rest("ada").until()).isLessThanOrEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void takesMoreThanAMinutesAmountAsThatAmount() {
        Quota<String> quota = Quota.perMinute("things", 10);

        assertThat(quota.take("ada", Long.MAX_VALUE)).isZero();
        assertThat(quota.take("ada", Long.MAX_VALUE)).isBetween(Duration.ofSeconds(50), Duration.ofMinutes(1));
    }

    @Test
    void givesAPart() {
        Quota<String> quota = Quota.perMinute("things", 10);

        assertThat(quota.takeUpTo("ada", 7)).isEqualTo(7);
        assertThat(quota.takeUpTo("ada", 7)).isEqualTo(3);
        assertThat(quota.takeUpTo("ada", 7)).isZero();
    }

    @Test
    void isOwedWhatWasTakenAnyway() {
        Quota<String> quota = Quota.perMinute("things", 2);
        assertThat(quota.untilOne("ada")).isZero();

        IntStream.range(0, 4).forEach(i -> quota.takeAnyway("ada"));

        assertThat(quota.rest("ada").amount()).isZero();
        assertThat(quota.untilOne("ada")).isBetween(Duration.ofSeconds(85), Duration.ofSeconds(90));
        assertThat(quota.untilOne("bob")).isZero();
    }

    @Test
    void saysWhatItRefuses() {
        assertThat(Quota.perMinute("things", 7).refusal()).isEqualTo("At most 7 things a minute");
    }

    @Test
    void hasNoLimitAtZero() {
        Quota<String> quota = Quota.perMinute("things", 0);
        quota.takeAnyway("ada");

        assertThat(quota.take("ada", Long.MAX_VALUE)).isZero();
        assertThat(quota.takeUpTo("ada", 500)).isEqualTo(500);
        assertThat(quota.untilOne("ada")).isZero();
    }

    /** Whoever brings many keys gets what each of them is due, and nothing back of one that is in use. */
    @Test
    void keepsWhatIsInUseAmongAMillionKeys() {
        Quota<Integer> quota = Quota.perMinute("things", 5);
        quota.take(-1, 5);
        int granted = 0;

        for (int key = 0; key < 1_000_000; key++) {
            quota.take(key, 1);
            granted += key % 100 == 0 && quota.take(-1, 5).isZero() ? 1 : 0;
        }

        assertThat(granted).isZero();
    }

    @Test
    void givesNobodyMoreWhenManyTakeAtOnce() {
        Quota<String> quota = Quota.perMinute("things", 100);
        Places<String> places = new Places<>(100);
        AtomicLong amount = new AtomicLong();
        AtomicInteger taken = new AtomicInteger();

        try (ExecutorService many = Executors.newFixedThreadPool(16)) {
            IntStream.range(0, 1000)
                    .forEach(i -> many.execute(() -> {
                        amount.addAndGet(quota.take("ada", 1).isZero() ? 1 : 0);
                        taken.addAndGet(places.take("ada") ? 1 : 0);
                    }));
        }

        assertThat(amount.get()).isBetween(100L, 110L);
        assertThat(taken.get()).isEqualTo(100);
    }

    @Test
    void hasAsManyPlacesForEach() {
        Places<String> places = new Places<>(2);
        assertThat(places.take("ada")).isTrue();
        assertThat(places.take("ada")).isTrue();
        assertThat(places.take("ada")).isFalse();
        assertThat(places.take("bob")).isTrue();

        places.release("ada");

        assertThat(places.take("ada")).isTrue();
        assertThat(places.take("ada")).isFalse();

        Places<String> unlimited = new Places<>(0);
        assertThat(IntStream.range(0, 1000).allMatch(i -> unlimited.take("ada")))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1, true",
        "192.0.2.1, 192.0.2.2, false",
        "::ffff:192.0.2.1, 192.0.2.1, true",
        "2001:db8:1:2::1, 2001:db8:1:2:ffff:ffff:ffff:ffff, true",
        "2001:db8:1:2::1, 2001:db8:1:3::1, false",
        "[2001:db8:1:2::1], 2001:db8:1:2::2, true",
        "::, 0.0.0.0, false",
        "nonsense, '', true",
        "nonsense, 255.255.255.255, false",
    })
    void tellsClientsApart(String one, String other, boolean same) {
        assertThat(ClientAddress.of(one).equals(ClientAddress.of(other))).isEqualTo(same);
    }
}
