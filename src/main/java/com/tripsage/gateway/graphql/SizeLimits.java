package com.tripsage.gateway.graphql;

import com.tripsage.gateway.budget.Holding;
import com.tripsage.gateway.budget.Use;
import com.tripsage.gateway.document.SizeLimitProperties;
import com.tripsage.gateway.refusal.GraphQlErrors;
import graphql.ExecutionResult;
import graphql.GraphQLError;
import java.util.ArrayList;
import java.util.List;

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
}
