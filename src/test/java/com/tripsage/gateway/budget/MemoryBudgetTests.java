package com.tripsage.gateway.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.tripsage.gateway.budget.MemoryRefused.Cause;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class MemoryBudgetTests {

    private static final long MIB = 1 << 20;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    /** 96 MiB for all, so 32 MiB for one who is alone. */
    private final MemoryBudget budget =
            new MemoryBudget(192 * MIB, new MemoryBudgetProperties(0.5, 0.75, DataSize.ofMegabytes(64)), meters);

    @Test
    void oneAloneHasAThird() {
        try (Holding ada = budget.holding("ada")) {
            ada.take(Use.BODY, 32 * MIB);

            refused(ada, Use.BODY, 1, Cause.TOO_LARGE);
            try (Holding another = budget.holding("ada")) {
                refused(another, Use.VARIABLES, MIB, Cause.HOLDER);
            }
        }
    }

    @Test
    void aDozenGreedyOnesLeaveSomethingToTheNext() {
        List<Holding> greedy = new ArrayList<>();
        for (int n = 0; n < 12; n++) {
            Holding one = budget.holding("greedy " + n);
            greedy.add(one);
            takeAllThatIsGiven(one);
        }

        try (Holding normal = budget.holding("normal")) {
            normal.take(Use.BODY, 64 << 10);
            normal.take(Use.ANSWER, 64 << 10);
        }
        try (Holding more = budget.holding("greedy 0")) {
            refused(more, Use.BODY, 64 << 10, Cause.HOLDER);
        }
        greedy.forEach(Holding::close);
    }

    @Test
    void whoHoldsLittleIsNotToBlameWhenNothingIsLeft() {
        budget.takeShared(Use.EVENTS, 80 * MIB);

        try (Holding ada = budget.holding("ada")) {
            refused(ada, Use.ROWS, 2 * MIB, Cause.ALL);
        }
        budget.giveShared(Use.EVENTS, 80 * MIB);
    }

    @Test
    void socketsLeaveRoomForOthers() {
        budget.takeShared(Use.SOCKET, 72 * MIB);

        assertThatExceptionOfType(MemoryRefused.class)
                .isThrownBy(() -> budget.takeShared(Use.SOCKET, 1))
                .satisfies(refusal -> assertThat(refusal.reason()).isEqualTo(Cause.ALL));
        try (Holding ada = budget.holding("ada")) {
            ada.take(Use.BODY, 1 * MIB);
        }
        budget.giveShared(Use.SOCKET, 72 * MIB);
    }

    @Test
    void aLimitOfOneUseIsNotOneOfOthers() {
        try (Holding ada = budget.holding("ada")) {
            ada.limit(Use.ANSWER, 100);
            ada.take(Use.ANSWER, 100);

            refused(ada, Use.ANSWER, 1, Cause.LIMIT);
            assertThat(ada.used(Use.ANSWER)).isEqualTo(100);
            ada.take(Use.ROWS, 1000);
        }
    }

    @Test
    void whatIsRefusedIsNotTakenAndTheRestIsGivenBackOnce() {
        Holding ada = budget.holding("ada");
        ada.take(Use.BODY, 10 * MIB);
        ada.take(Use.VARIABLES, 3 * MIB);
        refused(ada, Use.VARIABLES, 30 * MIB, Cause.TOO_LARGE);
        assertThat(ada.used(Use.VARIABLES)).isEqualTo(3 * MIB);
        ada.release(Use.BODY, 9 * MIB);
        assertThat(held()).isBetween(4.0 * MIB, 4.1 * MIB);

        ada.close();
        ada.close();
        ada.take(Use.BODY, MIB);

        assertThat(held()).isZero();
    }

    /** Without steps of at least what is held, a million numbers would be a million visits to the account of all. */
    @Test
    void whatGrowsIsTakenInSteps() {
        try (Holding ada = budget.holding("ada")) {
            ada.take(Use.BODY, 100);
            assertThat(budget.held(Use.BODY)).isEqualTo(100);
            ada.take(Use.BODY, 1);
            assertThat(budget.held(Use.BODY)).isEqualTo(200);
            ada.take(Use.BODY, MIB);
            ada.take(Use.BODY, 1);
            assertThat(budget.held(Use.BODY)).isBetween(MIB, MIB + (64 << 10) + 200);
        }
    }

    @Test
    void nobodysWorkIsNotCounted() {
        Holding.current().take(Use.ROWS, 1000 * MIB);

        assertThat(Holding.current().used(Use.ROWS)).isZero();
        assertThat(held()).isZero();
    }

    private static void takeAllThatIsGiven(Holding greedy) {
        try {
            while (true) {
                greedy.take(Use.BODY, 16 << 10);
            }
        } catch (MemoryRefused enough) {
            assertThat(enough.use()).isEqualTo(Use.BODY);
        }
    }

    private static void refused(Holding holding, Use use, long bytes, Cause cause) {
        assertThatExceptionOfType(MemoryRefused.class)
                .isThrownBy(() -> holding.take(use, bytes))
                .satisfies(refusal -> assertThat(refusal.reason()).isEqualTo(cause));
    }

    private double held() {
        return Stream.of(Use.values())
                .mapToDouble(use -> meters.get("gateway.memory.budget.held")
                        .tag("use", use.tag())
                        .gauge()
                        .value())
                .sum();
    }
}
