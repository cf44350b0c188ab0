package com.tripsage.gateway.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The limit of lines in the log of refusals, for nobody to fill the disk by being refused. */
@ExtendWith(OutputCaptureExtension.class)
class RefusalLogBoundTests {

    private static final int REFUSALS = 100_000;

    @Test
    void manyRefusalsWriteFewLinesWhichSaySo(CapturedOutput output) throws InterruptedException {
        for (int n = 0; n < REFUSALS; n++) {
            RefusalLog.refused("flood", Set.of("BAD_USER_INPUT"));
        }
        Thread.sleep(100);
        RefusalLog.refused("last", Set.of("BAD_USER_INPUT"));

        assertThat(output.getAll().lines().filter(line -> line.contains("Request flood")))
                .hasSizeLessThan(REFUSALS / 10);
        assertThat(output).contains("more requests were refused").contains("Request last was refused");
    }
}
