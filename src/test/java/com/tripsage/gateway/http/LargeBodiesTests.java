package com.tripsage.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.tripsage.gateway.graphql.ErrorCode;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;
import org.springframework.util.unit.DataSize;

class LargeBodiesTests {

    /** Of bodies as large as the heap there is room for one. */
    private final LargeBodies bodies =
            new LargeBodies(DataSize.ofBytes(Runtime.getRuntime().maxMemory()), Duration.ofMillis(10));

    @Test
    void refuseWhatTheHeapHasNoRoomFor() {
        try (LargeBodies.Place first = bodies.place();
                LargeBodies.Place second = bodies.place()) {
            first.take();

            assertThatExceptionOfType(RequestRefused.class)
                    .isThrownBy(second::take)
                    .satisfies(refusal -> {
                        assertThat(refusal.status()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
                        assertThat(refusal.code()).isEqualTo(ErrorCode.UNAVAILABLE);
                    });
        }
    }

    @Test
    void giveTheirPlacesBackOnce() {
        for (int i = 0; i < 3; i++) {
            try (LargeBodies.Place place = bodies.place();
                    LargeBodies.Place small = bodies.place()) {
                place.take();
                assertThat(small).isNotNull();
            }
        }
    }
}
