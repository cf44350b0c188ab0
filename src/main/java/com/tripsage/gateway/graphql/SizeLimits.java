package com.tripsage.gateway.graphql;

import com.tripsage.gateway.budget.Holding;
import com.tripsage.gateway.budget.Use;
import com.tripsage.gateway.document.SizeLimitProperties;

/** The limits of the memory that an attempt of an operation holds: for what it reads, writes and answers. */
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

    /** Gives back the memory that was held for the transaction. */
    void end(Holding memory) {
        memory.release(Use.ROWS);
        memory.release(Use.WRITTEN);
    }
}
