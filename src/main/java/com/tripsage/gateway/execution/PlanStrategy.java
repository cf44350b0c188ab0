package com.tripsage.gateway.execution;

import graphql.ExecutionResult;
import graphql.execution.DataFetcherExceptionHandler;
import graphql.execution.ExecutionContext;
import graphql.execution.ExecutionStepInfo;
import graphql.execution.ExecutionStrategy;
import graphql.execution.ExecutionStrategyParameters;
import graphql.execution.FieldValueInfo;
import graphql.execution.ResultPath;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.DataFetchingEnvironmentImpl;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLType;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A strategy that executes operations by their plans, which are compiled once. graphql-java stays the authority: it parses,
 * validates and coerces, calls the data fetchers, and says what is wrong with a value.
 */
public abstract class PlanStrategy extends ExecutionStrategy {

    private final Plans plans;
    private final List<BeforeFetching> steps;

    protected PlanStrategy(Plans plans, List<BeforeFetching> steps, DataFetcherExceptionHandler exceptionHandler) {
        super(exceptionHandler);
        this.plans = plans;
        this.steps = steps;
    }

    @Override
    public CompletableFuture<ExecutionResult> execute(ExecutionContext context, ExecutionStrategyParameters root) {
        try {
            ObjectPlan plan = plans.get(context, () -> compile(context, root));
            var execution = new Execution(this, context, root, plan);
            JsonData known = prepare(execution);
            Object data = known == null ? run(execution) : known;
            return CompletableFuture.completedFuture(ExecutionResult.newExecutionResult()
                    .data(data)
                    .errors(context.getErrors())
                    .build());
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private @Nullable JsonData prepare(Execution execution) {
        for (BeforeFetching step : steps) {
            JsonData known =
                    step.prepare(execution.rootFields(), execution.context().getGraphQLContext());
            if (known != null) {
                return known;
            }
        }
        return null;
    }

    /** The data of the result; null where a null has spread to the root. */
    abstract @Nullable Object run(Execution execution);

    private ObjectPlan compile(ExecutionContext context, ExecutionStrategyParameters root) {
        GraphQLObjectType type = root.getExecutionStepInfo().getUnwrappedNonNullTypeAs();
        return new PlanCompiler(context, fieldCollector).root(type, root.getFields());
    }

    /** What a data fetcher gets, or a promise of it, or null after it has failed. */
    Object fetch(ExecutionContext context, ExecutionStrategyParameters parameters) {
        return fetchField(context, parameters);
    }

    /** A value that was got outside of a data fetcher, without what it may be wrapped in. */
    Object unwrap(ExecutionContext context, ExecutionStrategyParameters parameters, @Nullable Object value) {
        return unboxPossibleDataFetcherResult(context, parameters, value);
    }

    /** What takes the place of a value whose getter has failed. */
    CompletableFuture<Object> failure(
            ExecutionContext context, ExecutionStrategyParameters parameters, FieldPlan field, Throwable thrown) {
        DataFetchingEnvironment environment = DataFetchingEnvironmentImpl.newDataFetchingEnvironment(context)
                .source(parameters.getSource())
                .fieldDefinition(field.definition)
                .fieldType(field.definition.getType())
                .mergedField(field.field)
                .executionStepInfo(stepOfField(context, parameters, field))
                .build();
        return handleFetchingException(environment, parameters, thrown);
    }

    /** Has graphql-java add the errors of a value that is not one of its type; false where the null it becomes may not be. */
    boolean complete(ExecutionContext context, ExecutionStrategyParameters parameters) {
        FieldValueInfo completed = completeValue(context, parameters);
        return !completed.isFutureValue() || !completed.getFieldValueFuture().isCompletedExceptionally();
    }

    GraphQLObjectType resolve(ExecutionContext context, ExecutionStrategyParameters parameters, GraphQLType type) {
        return resolveType(context, parameters, type);
    }

    ExecutionStepInfo stepOfField(ExecutionContext context, ExecutionStrategyParameters parameters, FieldPlan field) {
        return createExecutionStepInfo(
                context,
                parameters,
                field.definition,
                parameters.getExecutionStepInfo().getUnwrappedNonNullTypeAs());
    }

    ExecutionStepInfo stepOfElement(ExecutionStepInfo list, ResultPath path) {
        return executionStepInfoFactory.newExecutionStepInfoForListElement(list, path);
    }
}
