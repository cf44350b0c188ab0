package com.tripsage.gateway.graphql;

import com.tripsage.gateway.budget.Holding;
import com.tripsage.gateway.budget.MemoryRefused;
import com.tripsage.gateway.budget.Use;
import com.tripsage.gateway.database.Access;
import com.tripsage.gateway.database.CallerTransaction;
import com.tripsage.gateway.database.Deadline;
import com.tripsage.gateway.database.Transactions;
import com.tripsage.gateway.document.SizeLimitProperties;
import graphql.ExecutionInput;
import graphql.ExecutionResult;
import graphql.GraphQLContext;
import graphql.execution.ExecutionId;
import graphql.introspection.GoodFaithIntrospection;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import org.springframework.graphql.execution.GraphQlSource;
import org.springframework.stereotype.Component;

/**
 * The runner of checked operations, each as its caller in one transaction. A mutation that has any error leaves nothing
 * behind. One that PostgreSQL refused only because of what ran beside it, or whose connection was lost before the commit, is
 * tried again.
 */
@Component
final class OperationRunner {

    private final GraphQlSource source;
    private final Loaders loaders;
    private final Transactions transactions;
    private final CallerRegistry callers;
    private final OperationErrors errors;
    private final OperationMetrics metrics;
    private final SizeLimits sizes;

    OperationRunner(
            GraphQlSource source,
            Loaders loaders,
            Transactions transactions,
            CallerRegistry callers,
            OperationErrors errors,
            OperationMetrics metrics,
            SizeLimitProperties sizes) {
        this.source = source;
        this.loaders = loaders;
        this.transactions = transactions;
        this.callers = callers;
        this.errors = errors;
        this.metrics = metrics;
        this.sizes = new SizeLimits(sizes);
    }

    /**
     * The result, errors included.
     *
     * @param copies how often a transport will hold what the result holds, which is taken before anything is committed
     * @param beginning called in each attempt's transaction, before the document is run, with the context of its fields
     */
    ExecutionResult run(
            PreparedOperation prepared,
            Access access,
            Deadline deadline,
            int copies,
            Consumer<GraphQLContext.Builder> beginning) {
        return metrics.timed(access, () -> runNow(prepared, access, deadline, copies, beginning));
    }

    private ExecutionResult runNow(
            PreparedOperation prepared,
            Access access,
            Deadline deadline,
            int copies,
            Consumer<GraphQLContext.Builder> beginning) {
        Operation operation = prepared.operation();
        var scope = new OperationScope(operation.caller(), deadline);
        try {
            callers.register(scope.caller(), deadline);
            ExecutionResult result = transactions.run(
                    scope.caller(),
                    access,
                    deadline,
                    operation.requestId(),
                    prepared.check().mostStatements(),
                    transaction -> attempt(operation, access, scope, copies, beginning, transaction));
            if (result.getErrors().isEmpty()) {
                return result;
            }
            if (!result.isDataPresent()) {
                return errors.notBegun(operation, result);
            }
            metrics.failed(access);
            return errors.failed(operation, access, result);
        } catch (RuntimeException e) {
            // The transaction could not begin or end: no part of the result is true.
            return errors.refused(operation, e);
        }
    }

    private ExecutionResult attempt(
            Operation operation,
            Access access,
            OperationScope scope,
            int copies,
            Consumer<GraphQLContext.Builder> beginning,
            CallerTransaction transaction) {
        Holding memory = Holding.current();
        sizes.begin(memory);
        try {
            ExecutionResult result = execute(operation, scope, beginning);
            settle(result, access, transaction);
            MemoryRefused refusal = memory.refusal();
            if (refusal != null) {
                // no answer of which a part is missing
                throw refusal;
            }
            memory.take(Use.EVENTS, copies * memory.used(Use.ANSWER));
            return result;
        } finally {
            sizes.end(memory);
        }
    }

    private ExecutionResult execute(
            Operation operation, OperationScope scope, Consumer<GraphQLContext.Builder> beginning) {
        ExecutionInput input = ExecutionInput.newExecutionInput(Objects.requireNonNull(operation.document()))
                .operationName(operation.name())
                .variables(operation.variables())
                .executionId(ExecutionId.from(operation.requestId()))
                .locale(Locale.ROOT)
                .dataLoaderRegistry(loaders.ofOperation())
                .graphQLContext(context -> {
                    context.put(OperationScope.class, scope);
                    // graphql-java's own limit of introspection expands the document first; ours are above.
                    context.put(GoodFaithIntrospection.GOOD_FAITH_INTROSPECTION_DISABLED, true);
                    beginning.accept(context);
                })
                .build();
        return source.graphQl().execute(input);
    }

    private void settle(ExecutionResult result, Access access, CallerTransaction transaction) {
        if (access == Access.WRITE && !result.getErrors().isEmpty()) {
            transaction.rollbackOnly();
        } else if (access == Access.WRITE && transaction.hasFailed()) {
            throw new IllegalStateException("A statement failed and nobody said so");
        }
        metrics.statements(access, transaction.statements());
    }
}
