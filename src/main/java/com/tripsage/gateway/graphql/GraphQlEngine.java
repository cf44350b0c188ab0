package com.tripsage.gateway.graphql;

import com.tripsage.gateway.database.Access;
import com.tripsage.gateway.database.Deadline;
import com.tripsage.gateway.database.OperationCancelled;
import com.tripsage.gateway.database.Pace;
import com.tripsage.gateway.document.CheckedOperation;
import com.tripsage.gateway.document.OperationChecks;
import com.tripsage.gateway.quota.Quota;
import com.tripsage.gateway.quota.Quotas;
import com.tripsage.gateway.refusal.ErrorCode;
import com.tripsage.gateway.refusal.InsufficientScope;
import com.tripsage.gateway.refusal.MutationNotAllowed;
import com.tripsage.gateway.refusal.Overloaded;
import com.tripsage.gateway.refusal.QuotaExceeded;
import graphql.ExecutionResult;
import graphql.GraphQLContext;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/**
 * The gateway's GraphQL: checks operations, lets in as many as there is room for, takes what they cost from their callers'
 * quotas, and runs them on the calling thread.
 */
@Component
public class GraphQlEngine {

    private final DocumentSource documents;
    private final OperationChecks checks;
    private final OperationRunner runner;
    private final OperationErrors errors;
    private final OperationMetrics metrics;
    private final Duration timeout;
    private final Admission admission;
    private final Quota<UUID> costs;
    private final ScopeRefusals refusals;

    GraphQlEngine(
            DocumentSource documents,
            OperationChecks checks,
            OperationRunner runner,
            OperationErrors errors,
            OperationMetrics metrics,
            LimitProperties limits,
            Quotas quotas,
            ScopeRefusals refusals,
            Pace pace,
            MeterRegistry meters) {
        this.documents = documents;
        this.checks = checks;
        this.runner = runner;
        this.errors = errors;
        this.metrics = metrics;
        this.timeout = limits.requestTimeout();
        this.admission = new Admission(limits, pace, meters);
        this.costs = quotas.cost();
        this.refusals = refusals;
    }

    /**
     * Checks an operation. A document on which validation itself fails is our fault, and no reason to end a connection.
     *
     * @throws InsufficientScope when the caller lacks a scope that it needs
     */
    public PreparedOperation prepare(Operation operation) {
        try {
            String document = documents.textOf(operation.request(), operation.caller());
            CheckedOperation check = checks.check(
                    document,
                    operation.name(),
                    operation.variables(),
                    operation.caller().scopes());
            if (check.type() != null) {
                documents.remember(operation.request(), operation.caller());
            }
            return new PreparedOperation(operation.withDocument(document), check);
        } catch (InsufficientScope refusal) {
            refusals.note(operation, refusal);
            throw refusal;
        } catch (RuntimeException e) {
            return new PreparedOperation(operation, CheckedOperation.refused(List.of(errors.of(e))));
        }
    }

    /**
     * The result of a query or a mutation, errors included. Throws only {@link InsufficientScope}, {@link MutationNotAllowed},
     * {@link Overloaded} and {@link QuotaExceeded}.
     */
    public ExecutionResult execute(Operation operation) {
        return admitted(operation, () -> prepare(operation), 0);
    }

    /**
     * The same for a transport that makes a text of the result.
     *
     * @param copies how often it will hold what the result holds, which is taken before anything is committed
     */
    public ExecutionResult execute(PreparedOperation prepared, int copies) {
        return admitted(prepared.operation(), () -> prepared, copies);
    }

    /**
     * Runs a subscription's document for the first time, in which the field of the subscription finds its source.
     *
     * @param beginning puts what the field needs into the context of the run
     * @throws QuotaExceeded when the caller can't have it now
     */
    public ExecutionResult open(PreparedOperation subscription, Consumer<GraphQLContext.Builder> beginning) {
        long begun = System.nanoTime();
        ExecutionResult result = null;
        try {
            charge(subscription);
            result = run(subscription, beginning);
            return result;
        } finally {
            metrics.answered(subscription, result, begun);
        }
    }

    /**
     * Runs a subscription's document on some of its events, as the caller now, in one transaction.
     *
     * @param beginning called in the transaction, and so in the snapshot of the run, whose context it adds to
     */
    public ExecutionResult run(PreparedOperation subscription, Consumer<GraphQLContext.Builder> beginning) {
        return runner.run(subscription, Access.READ, deadline(subscription.operation()), 0, beginning);
    }

    private ExecutionResult admitted(Operation operation, Supplier<PreparedOperation> preparation, int copies) {
        long begun = System.nanoTime();
        Deadline deadline = deadline(operation);
        PreparedOperation prepared = null;
        ExecutionResult result = null;
        try (Admission.Entry entry = admission.enter(operation.caller().id())) {
            entry.awaitTurn(deadline);
            prepared = preparation.get();
            result = errors.told(operation, execute(prepared, deadline, copies));
            return result;
        } catch (Overloaded overloaded) {
            metrics.rejected(overloaded);
            throw overloaded;
        } catch (OperationCancelled nobodyWaits) {
            return errors.refused(operation, nobodyWaits);
        } finally {
            metrics.answered(prepared, result, begun);
        }
    }

    private ExecutionResult execute(PreparedOperation prepared, Deadline deadline, int copies) {
        Operation operation = prepared.operation();
        ExecutionResult result =
                switch (prepared.check().type()) {
                    case null -> errors.refused(operation, prepared.check().errors());
                    case SUBSCRIPTION ->
                        errors.refused(
                                operation,
                                ErrorCode.BAD_USER_INPUT,
                                "A subscription needs a WebSocket, or a request that accepts text/event-stream");
                    case MUTATION -> {
                        if (operation.queryOnly()) {
                            throw new MutationNotAllowed();
                        }
                        yield charged(prepared, Access.WRITE, deadline, copies);
                    }
                    case QUERY -> charged(prepared, Access.READ, deadline, copies);
                };
        return operation.request().reportsCost() ? withCost(result, prepared.check()) : result;
    }

    private ExecutionResult charged(PreparedOperation prepared, Access access, Deadline deadline, int copies) {
        charge(prepared);
        return runner.run(prepared, access, deadline, copies, context -> {});
    }

    /** Takes what an operation costs from its caller's quota. */
    private void charge(PreparedOperation prepared) {
        Duration wait =
                costs.take(prepared.operation().caller().id(), prepared.check().cost());
        if (wait.isPositive()) {
            throw new QuotaExceeded(costs.refusal(), wait);
        }
    }

    private ExecutionResult withCost(ExecutionResult result, CheckedOperation checked) {
        Map<String, Object> cost = Map.of("operation", checked.cost(), "maximum", checks.mostCost());
        return result.transform(builder -> builder.addExtension("cost", cost));
    }

    private Deadline deadline(Operation operation) {
        return Deadline.after(timeout, operation.cancellation());
    }
}
