package com.tripsage.gateway.http.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.apache.coyote.InputBuffer;
import org.apache.coyote.Request;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BoundedInputTests {

    private final Request request = new Request();
    private final ApplicationBufferHandler handler = new Nowhere();

    @Test
    void readsWhatArrivedInTimeAlsoWhenItGetsToItLate() throws Exception {
        BoundedInput input = late();

        assertThat(input.doRead(handler)).isEqualTo(5);
        assertThat(input.doRead(handler)).isEqualTo(5);
    }

    @Test
    void doesNotReadOnForEver() throws Exception {
        BoundedInput input = late();
        for (int n = 0; n < 3; n++) {
            input.doRead(handler);
        }

        assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> input.doRead(handler));
    }

    @Test
    void countsAnewForTheNextRequest() throws Exception {
        BoundedInput input = late();
        for (int n = 0; n < 3; n++) {
            input.doRead(handler);
        }
        begin();

        assertThat(input.doRead(handler)).isEqualTo(5);
    }

    @Test
    void readsAsOftenAsItLikesInTime() throws Exception {
        BoundedInput input = input(Duration.ofMinutes(1));

        for (int n = 0; n < 100; n++) {
            assertThat(input.doRead(handler)).isEqualTo(5);
        }
    }

    private BoundedInput late() throws InterruptedException {
        return input(Duration.ofNanos(1));
    }

    private BoundedInput input(Duration limit) throws InterruptedException {
        begin();
        return new BoundedInput(new Arrived(), new ReceiveDeadline(request, limit, 0));
    }

    private void begin() throws InterruptedException {
        request.markStartTime();
        Thread.sleep(1);
    }

    /** Five bytes each time. */
    private static final class Arrived implements InputBuffer {

        @Override
        public int doRead(ApplicationBufferHandler handler) {
            return 5;
        }

        @Override
        public int available() {
            return 5;
        }
    }

    private static final class Nowhere implements ApplicationBufferHandler {

        @Override
        public void setByteBuffer(ByteBuffer buffer) {}

        @Override
        public @Nullable ByteBuffer getByteBuffer() {
            return null;
        }

        @Override
        public void expand(int size) {}
    }
}
