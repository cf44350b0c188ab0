package com.tripsage.gateway.graphql;

import com.tripsage.gateway.budget.Holding;
import com.tripsage.gateway.budget.MemoryRefused;
import com.tripsage.gateway.budget.Use;
import graphql.ExecutionResult;
import graphql.GraphQLError;
import java.util.ArrayList;
import java.util.List;

/** What an operation may hold, while it is tried, for what it reads, writes and answers. */
final class SizeLimits {

    /** A row is held as it was received, and as what is made of it. */
    static final int COPIES_OF_ROWS = 2;

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
        memory.limit(Use.ROWS, COPIES_OF_ROWS * answer);
        memory.limit(Use.WRITTEN, 2 * properties.writtenSize().toBytes() + 2 * memory.used(Use.VARIABLES));
    }

    /** Gives back what was held for the transaction. */
    void end(Holding memory) {
        memory.release(Use.ROWS);
        memory.release(Use.WRITTEN);
    }

    /** How many errors an answer tells, and how many violations an error. */
    int errors() {
        return properties.errors();
    }

    /** A result with as many of its errors as are told, and how many more there are. */
    ExecutionResult told(ExecutionResult result, String requestId) {
        List<GraphQLError> errors = result.getErrors();
        int untold = errors.size() - errors();
        if (untold <= 0) {
            return result;
        }
        List<GraphQLError> told = new ArrayList<>(errors.subList(0, errors()));
        told.add(GraphQlErrors.more(untold, errors.get(errors()), requestId));
        var shorter = ExecutionResult.newExecutionResult().errors(told);
        return (result.isDataPresent() ? shorter.data(result.getData()) : shorter).build();
    }

    static String message(MemoryRefused memory) {
        long bytes = memory.most();
        return switch (memory.use()) {
            case ROWS -> "The operation reads more than " + bytes / COPIES_OF_ROWS + " bytes; ask for less at once";
            case WRITTEN -> "The operation writes more than " + bytes / 2 + " bytes; do it in several";
            default -> "The answer takes more than " + bytes + " bytes; ask for less at once";
        };
    }
}
