package com.tripsage.gateway.graphql;

import com.tripsage.gateway.observation.Observation;
import io.github.bucket4j.Bucket;
import io.micrometer.core.instrument.Metrics;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of refusals: a line under the request's id, and a count. A line repeats nothing that the client sent, and there are
 * no more of them than a disk has room for, because anybody can be refused a thousand times a second.
 */
public final class RefusalLog {

    private static final Logger LOG = LoggerFactory.getLogger(RefusalLog.class);
    private static final int LINES_PER_SECOND = 50;

    private static final Bucket LINES = Bucket.builder()
            .addLimit(limit -> limit.capacity(LINES_PER_SECOND).refillGreedy(LINES_PER_SECOND, Duration.ofSeconds(1)))
            .build();

    private static final LongAdder UNWRITTEN = new LongAdder();

    private RefusalLog() {}

    /** A request or an operation that was answered with errors. */
    public static void refused(String requestId, Collection<String> codes) {
        codes.forEach(code -> Metrics.counter("gateway.refusals", "code", code).increment());
        Observation observation = Observation.current();
        if (observation != null) {
            codes.forEach(observation::refused);
        }
        if (hasRoom()) {
            LOG.info("Request {} was refused: {}", requestId, String.join(", ", codes));
        }
    }

    /** A WebSocket that was closed for what its client sent, or did not send. */
    public static void closed(int code) {
        if (hasRoom()) {
            LOG.info("A WebSocket was closed with {}", code);
        }
    }

    private static boolean hasRoom() {
        if (!LINES.tryConsume(1)) {
            UNWRITTEN.increment();
            return false;
        }
        long unwritten = UNWRITTEN.sumThenReset();
        if (unwritten > 0) {
            LOG.info("{} more requests were refused, which have no line of their own", unwritten);
        }
        return true;
    }
}
