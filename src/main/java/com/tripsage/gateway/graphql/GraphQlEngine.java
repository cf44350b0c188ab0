package com.tripsage.gateway.graphql;

import com.tripsage.gateway.budget.Holding;
import com.tripsage.gateway.budget.MemoryRefused;
import com.tripsage.gateway.budget.Use;
import com.tripsage.gateway.database.Access;
import com.tripsage.gateway.database.CallerTransaction;
import com.tripsage.gateway.database.Deadline;
import com.tripsage.gateway.database.OperationCancelled;
import com.tripsage.gateway.database.Pace;
import com.tripsage.gateway.database.Transactions;
import com.tripsage.gateway.document.OperationPreparation;
import com.tripsage.gateway.document.PreparedOperation;
import com.tripsage.gateway.document.SizeLimitProperties;
import com.tripsage.gateway.document.VariableViolations;
import com.tripsage.gateway.quota.Quota;
import com.tripsage.gateway.quota.Quotas;
import com.tripsage.gateway.refusal.CodedError;
import com.tripsage.gateway.refusal.ErrorCode;
import com.tripsage.gateway.refusal.GraphQlErrors;
import com.tripsage.gateway.refusal.Overloaded;
import com.tripsage.gateway.refusal.QuotaExceeded;
import com.tripsage.gateway.refusal.Refusal;
import com.tripsage.gateway.refusal.Violations;
import graphql.ExecutionResult;
import graphql.GraphQLError;
import graphql.introspection.GoodFaithIntrospection;
import graphql.language.OperationDefinition;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.ExecutionGraphQlService;
import org.springframework.graphql.execution.GraphQlSource;
import org.springframework.graphql.support.DefaultExecutionGraphQlRequest;
import org.springframework.stereotype.Component;

/**
 * Runs an operation: on the calling thread, as its caller, in one transaction. A mutation that has any error leaves
 * nothing behind. One that PostgreSQL refused only because of what ran beside it, or whose connection was lost before
 * the commit, is tried again.
 */
@Component
public class GraphQlEngine {

    private final GraphQlSource source;
    private final ExecutionGraphQlService service;
    private final OperationPreparation preparation;
    private final Transactions transactions;
    private final CallerRegistry callers;
    private final ExceptionTranslator translator;
    private final OperationMetrics metrics;
    private final LimitProperties limits;
    private final SizeLimits sizes;
    private final Admission admission;
    private final Quota<UUID> costs;

    GraphQlEngine(
            GraphQlSource source,
            ExecutionGraphQlService service,
            OperationPreparation preparation,
            Transactions transactions,
            CallerRegistry callers,
            ExceptionTranslator translator,
            OperationMetrics metrics,
            LimitProperties limits,
            SizeLimitProperties sizes,
            Quotas quotas,
            Pace pace) {
        this.source = source;
        this.service = service;
        this.preparation = preparation;
        this.transactions = transactions;
        this.callers = callers;
        this.translator = translator;
        this.metrics = metrics;
        this.limits = limits;
        this.sizes = new SizeLimits(sizes);
        this.admission = new Admission(limits, pace);
        this.costs = quotas.cost();
    }

    /**
     * The result of a query or a mutation, errors included. Throws only {@link MutationNotAllowed}, {@link Overloaded} and
     * {@link QuotaExceeded}.
     */
    public ExecutionResult execute(Operation operation) {
        return execute(operation, 0);
    }

    /**
     * The same for a transport that makes a text of the result.
     *
     * @param copies how often it will hold what the result holds, which is taken before anything is committed
     */
    public ExecutionResult execute(Operation operation, int copies) {
        Deadline deadline = Deadline.after(limits.requestTimeout(), operation.cancellation());
        try (Admission.Entry entry = admission.enter(operation.caller().id())) {
            entry.awaitTurn(deadline);
            return sizes.told(executeNow(operation, deadline, copies), operation.requestId());
        } catch (Overloaded overloaded) {
            metrics.rejected();
            throw overloaded;
        } catch (OperationCancelled nobodyWaits) {
            return refused(List.of(GraphQlErrors.of(translator.translate(nobodyWaits))), operation);
        }
    }

    private ExecutionResult executeNow(Operation operation, Deadline deadline, int copies) {
        PreparedOperation prepared = prepare(operation);
        ExecutionResult result = executeNow(operation, prepared, deadline, copies);
        return operation.reportsCost() ? withCost(result, prepared) : result;
    }

    private ExecutionResult executeNow(Operation operation, PreparedOperation prepared, Deadline deadline, int copies) {
        OperationDefinition definition = prepared.definition();
        if (definition == null) {
            return refused(prepared.errors(), operation);
        }
        if (isSubscription(definition)) {
            return refused(
                    List.of(GraphQlErrors.of(
                            ErrorCode.BAD_USER_INPUT,
                            "A subscription needs a WebSocket, or a request that accepts text/event-stream")),
                    operation);
        }
        Access access = definition.getOperation() == OperationDefinition.Operation.QUERY ? Access.READ : Access.WRITE;
        if (access == Access.WRITE && operation.queryOnly()) {
            throw new MutationNotAllowed();
        }
        charge(operation, prepared);
        return metrics.timed(access, () -> run(operation, definition, access, deadline, null, copies));
    }

    /** Takes what an operation costs from its caller's quota. */
    private void charge(Operation operation, PreparedOperation prepared) {
        Duration wait = costs.take(operation.caller().id(), prepared.cost());
        if (wait.isPositive()) {
            throw new QuotaExceeded(costs.refusal(), wait);
        }
    }

    private ExecutionResult withCost(ExecutionResult result, PreparedOperation prepared) {
        Map<String, Object> cost = Map.of("operation", prepared.cost(), "maximum", preparation.mostCost());
        return result.transform(builder -> builder.addExtension("cost", cost));
    }

    /** Whether the operation is a subscription without anything wrong that its document shows. */
    public boolean isSubscription(Operation operation) {
        OperationDefinition definition = prepare(operation).definition();
        return definition != null && isSubscription(definition);
    }

    /**
     * Checks a subscription and its arguments, and says what its events come from.
     *
     * @throws QuotaExceeded when the caller can't have it now
     */
    public OpenedSubscription open(Operation operation) {
        charge(operation, prepare(operation));
        var root = SourceEvents.toOpen(operation.resumeAfter());
        ExecutionResult result = executeSubscription(operation, root);
        return result.getErrors().isEmpty()
                ? new OpenedSubscription(root.source(), root.selection(), List.of())
                : new OpenedSubscription(
                        null, null, sizes.told(result, operation.requestId()).getErrors());
    }

    /**
     * Runs a subscription's document on events, as the caller now, in one transaction. One result for each event.
     *
     * @param alongside what else is to be read in the transaction, and so in the same snapshot
     */
    public List<ExecutionResult> execute(Operation operation, List<?> events, Runnable alongside) {
        ExecutionResult whole = executeSubscription(operation, SourceEvents.of(events, alongside));
        return EventResults.split(whole, events.size()).stream()
                .map(result -> sizes.told(result, operation.requestId()))
                .toList();
    }

    /** A refusal as the errors of an operation. */
    public List<GraphQLError> errors(Operation operation, Refusal refusal) {
        return named(List.of(GraphQlErrors.of(refusal)), operation);
    }

    private ExecutionResult executeSubscription(Operation operation, SourceEvents root) {
        PreparedOperation prepared = prepare(operation);
        OperationDefinition definition = prepared.definition();
        return definition == null
                ? refused(prepared.errors(), operation)
                : metrics.timed(
                        Access.READ,
                        () -> run(
                                operation,
                                definition,
                                Access.READ,
                                Deadline.after(limits.requestTimeout(), operation.cancellation()),
                                root,
                                0));
    }

    private static boolean isSubscription(OperationDefinition definition) {
        return definition.getOperation() == OperationDefinition.Operation.SUBSCRIPTION;
    }

    /** What the operation is. A document on which validation itself fails is our fault, and no reason to end a connection. */
    private PreparedOperation prepare(Operation operation) {
        try {
            return preparation.prepare(operation.document(), operation.name(), operation.variables());
        } catch (RuntimeException e) {
            return PreparedOperation.refused(List.of(GraphQlErrors.of(translator.translate(e))));
        }
    }

    private ExecutionResult run(
            Operation operation,
            OperationDefinition definition,
            Access access,
            Deadline deadline,
            @Nullable SourceEvents root,
            int copies) {
        var scope = new OperationScope(operation.caller(), deadline);
        try {
            callers.register(scope.caller(), scope.deadline());
            ExecutionResult result = transactions.run(
                    scope.caller(),
                    access,
                    scope.deadline(),
                    operation.requestId(),
                    transaction -> attempt(operation, access, scope, root, copies, transaction));
            return finished(result, operation, definition, access);
        } catch (RuntimeException e) {
            // The transaction could not begin or end: no part of the result is true.
            return refused(List.of(GraphQlErrors.of(translator.translate(e))), operation);
        }
    }

    private ExecutionResult attempt(
            Operation operation,
            Access access,
            OperationScope scope,
            @Nullable SourceEvents root,
            int copies,
            CallerTransaction transaction) {
        Holding memory = Holding.current();
        sizes.begin(memory);
        try {
            ExecutionResult result = attempt(operation, access, scope, root, transaction);
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

    private ExecutionResult attempt(
            Operation operation,
            Access access,
            OperationScope scope,
            @Nullable SourceEvents root,
            CallerTransaction transaction) {
        var request = new DefaultExecutionGraphQlRequest(
                Objects.requireNonNull(operation.document()),
                operation.name(),
                operation.variables(),
                null,
                operation.requestId(),
                Locale.ROOT);
        request.configureExecutionInput((input, builder) -> builder.graphQLContext(context -> {
                    context.put(OperationScope.class, scope);
                    // graphql-java's own limit of introspection expands the document first; ours are above.
                    context.put(GoodFaithIntrospection.GOOD_FAITH_INTROSPECTION_DISABLED, true);
                    if (root != null) {
                        context.put(SourceEvents.class, root);
                    }
                })
                .build());
        if (root != null) {
            root.readAlongside();
        }
        ExecutionResult result =
                Objects.requireNonNull(service.execute(request).block()).getExecutionResult();
        if (access == Access.WRITE && !result.getErrors().isEmpty()) {
            transaction.rollbackOnly();
        } else if (access == Access.WRITE && transaction.hasFailed()) {
            throw new IllegalStateException("A statement failed and nobody said so");
        }
        metrics.statements(access, transaction.statements());
        return result;
    }

    private ExecutionResult finished(
            ExecutionResult result, Operation operation, OperationDefinition definition, Access access) {
        if (result.getErrors().isEmpty()) {
            return result;
        }
        if (!result.isDataPresent()) {
            return refused(
                    result.getErrors().stream()
                            .map(error -> withViolations(error, operation, definition))
                            .toList(),
                    operation);
        }
        metrics.failed(access);
        return ExecutionResult.newExecutionResult()
                .data(access == Access.WRITE ? null : result.getData())
                .errors(named(result.getErrors(), operation))
                .build();
    }

    private GraphQLError withViolations(GraphQLError error, Operation operation, OperationDefinition definition) {
        if (!VariableViolations.caused(error)) {
            return error;
        }
        Violations violations =
                VariableViolations.find(source.schema(), definition, operation.variables(), sizes.errors());
        return new CodedError(
                "The variables are not valid",
                error.getLocations() == null ? List.of() : error.getLocations(),
                List.of(),
                Refusal.invalid(violations).extensions());
    }

    private static ExecutionResult refused(List<? extends GraphQLError> errors, Operation operation) {
        return ExecutionResult.newExecutionResult()
                .errors(named(errors, operation))
                .build();
    }

    private static List<GraphQLError> named(List<? extends GraphQLError> errors, Operation operation) {
        List<GraphQLError> named = errors.stream()
                .map(error -> GraphQlErrors.named(error, operation.requestId()))
                .toList();
        RefusalLog.refused(operation.requestId(), GraphQlErrors.codes(named));
        return named;
    }
}
