package com.tripsage.gateway.graphql;

import com.tripsage.gateway.budget.Holding;
import com.tripsage.gateway.budget.MemoryRefused;
import com.tripsage.gateway.budget.Use;
import com.tripsage.gateway.database.Access;
import com.tripsage.gateway.database.CallerTransaction;
import com.tripsage.gateway.database.Deadline;
import com.tripsage.gateway.database.Transactions;
import com.tripsage.gateway.document.CheckedOperation;
import com.tripsage.gateway.document.SizeLimitProperties;
import com.tripsage.gateway.execution.JsonData;
import com.tripsage.gateway.idempotency.IdempotencyKeys;
import com.tripsage.gateway.idempotency.KeyedRequest;
import com.tripsage.gateway.observation.Observations;
import graphql.ExecutionInput;
import graphql.ExecutionResult;
import graphql.GraphQLContext;
import graphql.execution.ExecutionId;
import graphql.introspection.GoodFaithIntrospection;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
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
    private final IdempotencyKeys keys;
    private final OperationNames names;
    private final Observations observations;

    OperationRunner(
            GraphQlSource source,
            Loaders loaders,
            Transactions transactions,
            CallerRegistry callers,
            OperationErrors errors,
            OperationMetrics metrics,
            SizeLimitProperties sizes,
            IdempotencyKeys keys,
            OperationNames names,
            Observations observations) {
        this.source = source;
        this.loaders = loaders;
        this.transactions = transactions;
        this.callers = callers;
        this.errors = errors;
        this.metrics = metrics;
        this.sizes = new SizeLimits(sizes);
        this.keys = keys;
        this.names = names;
        this.observations = observations;
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
        return metrics.timed(
                access, () -> observed(prepared, () -> runNow(prepared, access, deadline, copies, beginning)));
    }

    private ExecutionResult observed(PreparedOperation prepared, Supplier<ExecutionResult> run) {
        if (observations.areOff()) {
            return run.get();
        }
        CheckedOperation check = prepared.check();
        String type = String.valueOf(check.type()).toLowerCase(Locale.ROOT);
        return observations.operation(type, names.of(check.name()), run);
    }

    private ExecutionResult runNow(
            PreparedOperation prepared,
            Access access,
            Deadline deadline,
            int copies,
            Consumer<GraphQLContext.Builder> beginning) {
        Operation operation = prepared.operation();
        try {
            OperationScope scope = scope(operation, access, deadline);
            callers.register(scope.caller(), deadline);
            ExecutionResult result = transactions.run(
                    scope.caller(),
                    access,
                    deadline,
                    operation.requestId(),
                    prepared.check().mostStatements(),
                    operation.placement(),
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

    private OperationScope scope(Operation operation, Access access, Deadline deadline) {
        String key = access == Access.WRITE ? operation.request().idempotencyKey() : null;
        if (key == null) {
            return new OperationScope(operation.caller(), deadline, null, () -> false);
        }
        KeyedRequest keyed = KeyedRequest.of(
                key, Objects.requireNonNull(operation.document()), operation.name(), operation.variables());
        return new OperationScope(
                operation.caller(), deadline, keyed, () -> keys.isKept(operation.caller(), keyed, deadline));
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
            keep(result, scope);
            settle(result, access, transaction);
            MemoryRefused refusal = memory.refusal();
            if (refusal != null) {
                // no answer of which a part is missing
                throw refusal;
            }
            memory.take(Use.EVENTS, copies * memory.used(Use.ANSWER));
            return scope.isReplay() ? Replay.marked(result) : result;
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

    /** Keeps the answer to a mutation with an idempotency key. One that has failed leaves nothing, so it may be tried again. */
    private void keep(ExecutionResult result, OperationScope scope) {
        KeyedRequest keyed = scope.keyed();
        if (keyed != null && !scope.isReplay() && result.getErrors().isEmpty()) {
            JsonData data = result.getData();
            ByteBuffer whole = data.result();
            Holding.current().take(Use.EVENTS, whole.remaining());
            byte[] answer = new byte[whole.remaining()];
            whole.get(answer);
            keys.keep(keyed, answer);
            Holding.current().release(Use.EVENTS, answer.length);
        }
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
