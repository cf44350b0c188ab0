package com.tripsage.gateway.execution;

import com.tripsage.gateway.budget.Holding;
import com.tripsage.gateway.execution.BeforeFetching.RootField;
import graphql.execution.ExecutionContext;
import graphql.execution.ExecutionStepInfo;
import graphql.execution.ExecutionStrategyParameters;
import graphql.execution.ResultPath;
import graphql.schema.GraphQLObjectType;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.dataloader.DataLoaderRegistry;
import org.jspecify.annotations.Nullable;

/** One execution of an operation by its plan, and the places in its result as graphql-java knows them. */
record Execution(PlanStrategy strategy, ExecutionContext context, ExecutionStrategyParameters root, ObjectPlan plan) {

    /** A buffer for the data, with room for as much as the latest one of this plan. */
    JsonBuffer buffer(Holding memory) {
        return new JsonBuffer(memory, plan.resultSize);
    }

    JsonData data(JsonBuffer out) {
        JsonData data = out.data();
        plan.resultSize = data.length();
        return data;
    }

    /** Loads what data loaders were asked for. */
    void load() {
        DataLoaderRegistry loaders = context.getDataLoaderRegistry();
        while (loaders.dispatchAllWithCount() > 0) {
            // what was loaded may ask for more
        }
    }

    ObjectNode rootNode() {
        return new ObjectNode(plan, root.getSource(), root.getLocalContext(), root::getExecutionStepInfo);
    }

    List<RootField> rootFields() {
        return Arrays.stream(plan.fields)
                .map(field -> new RootField(field.definition, () -> stepOfField(root.getExecutionStepInfo(), field)
                        .getArguments()))
                .toList();
    }

    /** The parameters to fetch a field of an object. */
    ExecutionStrategyParameters ofField(
            ExecutionStepInfo object, @Nullable Object source, @Nullable Object localContext, FieldPlan field) {
        return parameters(object, source, localContext, field, object.getPath().segment(field.field.getResultKey()));
    }

    /** The parameters to complete a value at a place. */
    ExecutionStrategyParameters ofValue(
            ExecutionStepInfo place, @Nullable Object value, @Nullable Object localContext, FieldPlan field) {
        return parameters(place, value, localContext, field, place.getPath());
    }

    private ExecutionStrategyParameters parameters(
            ExecutionStepInfo step,
            @Nullable Object source,
            @Nullable Object localContext,
            FieldPlan field,
            ResultPath path) {
        return ExecutionStrategyParameters.newParameters()
                .executionStepInfo(step)
                .source(source)
                .localContext(localContext)
                .fields(root.getFields())
                .field(field.field)
                .nonNullFieldValidator(root.getNonNullFieldValidator())
                .path(path)
                .build();
    }

    ExecutionStepInfo stepOfField(ExecutionStepInfo object, FieldPlan field) {
        return strategy.stepOfField(context, ofField(object, null, null, field), field);
    }

    ExecutionStepInfo stepOfElement(ExecutionStepInfo list, int index) {
        return strategy.stepOfElement(list, list.getPath().segment(index));
    }

    static ExecutionStepInfo stepOfObject(ExecutionStepInfo place, GraphQLObjectType type) {
        return place.changeTypeWithPreservedNonNull(type);
    }

    /** The plan of an object whose type only its value tells. */
    ObjectPlan planOf(
            ValuePlan.SomeType value,
            Object object,
            @Nullable Object localContext,
            FieldPlan field,
            ExecutionStepInfo place) {
        GraphQLObjectType type = strategy.resolve(context, ofValue(place, object, localContext, field), value.type());
        return Objects.requireNonNull(value.plans().get(type));
    }
}
