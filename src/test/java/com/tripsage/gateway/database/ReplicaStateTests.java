package com.tripsage.gateway.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ReplicaStateTests {

    private static final Duration MAX_AGE = Duration.ofSeconds(5);

    private final ReplicaState state = new ReplicaState(seconds(100), seconds(97), new WalPosition(2, 1000));

    @Test
    void isGoodWhileItIsNeitherTooOldNorUnchecked() {
        assertThat(state.isGood(seconds(101), MAX_AGE)).isTrue();
        assertThat(state.isGood(seconds(102), MAX_AGE)).isFalse();
        assertThat(state.isGood(seconds(101), Duration.ofSeconds(3))).isFalse();
        assertThat(state.age(seconds(101))).isEqualTo(Duration.ofSeconds(4));
    }

    @Test
    void hasWhatWasBeforeItsMoment() {
        assertThat(state.hasAllBefore(seconds(97))).isTrue();
        assertThat(state.hasAllBefore(seconds(97) + 1)).isFalse();
        // the clock may have any origin, and overflows
        var late = new ReplicaState(Long.MIN_VALUE + 5, Long.MIN_VALUE + 4, new WalPosition(1, 1));
        assertThat(late.hasAllBefore(Long.MAX_VALUE)).isTrue();
        assertThat(late.isGood(Long.MIN_VALUE + 6, MAX_AGE)).isTrue();
    }

    @Test
    void hasPositionsOfItsHistory() {
        assertThat(state.has(new WalPosition(2, 1000))).isTrue();
        assertThat(state.has(new WalPosition(2, 1001))).isFalse();
        assertThat(state.has(new WalPosition(1, 5000))).isTrue();
        assertThat(state.has(new WalPosition(3, 1))).isFalse();
    }

    @Test
    void readsThePositionsThatItTells() {
        var position = new WalPosition(0xABCDEF, 0x16_B374_D848L);

        assertThat(WalPosition.parse(position.toString())).isEqualTo(position);
        for (String wrong : List.of("", "16/B374D848", position + "0", "x".repeat(24), "ABCDEF00" + "0".repeat(16))) {
            assertThatIllegalArgumentException().isThrownBy(() -> WalPosition.parse(wrong));
        }
    }

    private static long seconds(long number) {
        return TimeUnit.SECONDS.toNanos(number);
    }
}
