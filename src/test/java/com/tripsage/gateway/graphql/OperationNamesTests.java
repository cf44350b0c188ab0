package com.tripsage.gateway.graphql;

import static com.tripsage.gateway.graphql.OperationNames.MOST;
import static com.tripsage.gateway.graphql.OperationNames.OTHER;
import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.request.GraphQlRequest;
import com.tripsage.gateway.security.Caller;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Names of operations are told as long as there is room, and the frequent ones find room. */
class OperationNamesTests {

    private long now;
    private final List<String> removed = new ArrayList<>();
    private final OperationNames names = new OperationNames(new Registered("Registered"), () -> now);

    OperationNamesTests() {
        names.onRemoval(removed::add);
    }

    @Test
    void aMillionNamesAddNothing() {
        assertThat(IntStream.range(0, 1_000_000)
                        .mapToObj(n -> names.of("Q" + n))
                        .distinct())
                .hasSize(MOST + 1)
                .contains("Q0", OTHER);
    }

    @Test
    void aRegisteredNameIsAlwaysTold() {
        fill();

        assertThat(names.of("Registered")).isEqualTo("Registered");
    }

    @Test
    void aFrequentNameReplacesTheRarestWithinMinutes() {
        fill();

        assertThat(names.of("Frequent")).isEqualTo(OTHER);
        use("Q0", 50);
        use("Frequent", 50);
        pass(Duration.ofMinutes(1));
        use("Frequent", 1);

        assertThat(names.of("Frequent")).isEqualTo("Frequent");
        assertThat(names.of("Q0")).isEqualTo("Q0");
        assertThat(removed).hasSize(1).doesNotContain("Q0");
    }

    @Test
    void oneNameAMinuteIsReplacedAtMost() {
        fill();
        for (int n = 0; n < 10; n++) {
            use("R" + n, 50);
        }
        pass(Duration.ofMinutes(1));
        for (int n = 0; n < 10; n++) {
            use("R" + n, 50);
        }

        assertThat(removed).hasSize(1);
    }

    @Test
    void aLongNameIsNotTold() {
        assertThat(names.of("Q".repeat(65))).isEqualTo(OTHER);
        assertThat(names.of(null)).isEqualTo("unnamed");
    }

    private void fill() {
        IntStream.range(0, MOST).forEach(n -> names.of("Q" + n));
    }

    private void use(String name, int times) {
        IntStream.range(0, times).forEach(_ -> names.of(name));
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    private record Registered(String name) implements DocumentSource {

        @Override
        public String textOf(GraphQlRequest request, Caller caller) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isRegistered(String other) {
            return other.equals(name);
        }

        @Override
        public void remember(GraphQlRequest request, Caller caller) {}
    }
}
