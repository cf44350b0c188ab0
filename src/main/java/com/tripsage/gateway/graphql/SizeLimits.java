package com.tripsage.gateway.graphql;

import com.tripsage.gateway.budget.Holding;
import com.tripsage.gateway.budget.Use;
import com.tripsage.gateway.document.SizeLimitProperties;

/** Limits of what an operation holds while it is tried: what it reads, writes and answers. */
final class SizeLimits {

    private final SizeLimitProperties properties;

    SizeLimits(SizeLimitProperties properties) {
        this.properties = properties;
    }

    /** Sets the limits anew, before the first attempt or the next. */
    void begin(Holding memory) {
        memory.forgetRefusals();
        memory.release(Use.ANSWER);
        end(memory);
        long answer = properties.answerSize().toBytes();
        memory.limit(Use.ANSWER, answer);
        memory.limit(Use.ROWS, Use.ROWS.copies() * answer);
        memory.limit(
                Use.WRITTEN, Use.WRITTEN.copies() * (properties.writtenSize().toBytes() + memory.used(Use.VARIABLES)));
    }

    /** Gives back what was held for the transaction. */
    void end(Holding memory) {
        memory.release(Use.ROWS);
        memory.release(Use.WRITTEN);
    }
}
