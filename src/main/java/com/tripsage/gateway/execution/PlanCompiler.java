package com.tripsage.gateway.execution;

import static java.util.stream.Collectors.toMap;

import graphql.execution.ExecutionContext;
import graphql.execution.FieldCollector;
import graphql.execution.FieldCollectorParameters;
import graphql.execution.MergedField;
import graphql.execution.MergedSelectionSet;
import graphql.introspection.Introspection;
import graphql.schema.DataFetcher;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLInterfaceType;
import graphql.schema.GraphQLList;
import graphql.schema.GraphQLNonNull;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLType;
import graphql.schema.GraphQLTypeUtil;
import graphql.schema.GraphQLUnionType;
import graphql.schema.PropertyDataFetcher;
import graphql.schema.SingletonPropertyDataFetcher;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** The compiler of plans, for one document and the values that its variables give to @skip and @include. */
final class PlanCompiler {

    private final GraphQLSchema schema;
    private final ExecutionContext context;
    private final FieldCollector collector;

    PlanCompiler(ExecutionContext context, FieldCollector collector) {
        this.schema = context.getGraphQLSchema();
        this.context = context;
        this.collector = collector;
    }

    /** The plan of an operation. The field of a subscription stands for a list of its events. */
    ObjectPlan root(GraphQLObjectType type, MergedSelectionSet selected) {
        ObjectPlan plan = object(type, selected);
        return context.isSubscriptionOperation()
                ? new ObjectPlan(
                        type,
                        Arrays.stream(plan.fields).map(FieldPlan::ofEvents).toList())
                : plan;
    }

    private ObjectPlan object(GraphQLObjectType type, MergedSelectionSet selected) {
        List<FieldPlan> fields = new ArrayList<>(selected.size());
        for (String name : selected.getKeys()) {
            fields.add(field(type, selected.getSubField(name)));
        }
        return new ObjectPlan(type, fields);
    }

    private FieldPlan field(GraphQLObjectType parent, MergedField field) {
        GraphQLFieldDefinition definition = Introspection.getFieldDefinition(schema, parent, field.getName());
        boolean isTypeName = field.getName().equals(Introspection.TypeNameMetaFieldDef.getName());
        byte[] constant = isTypeName ? JsonBuffer.string(parent.getName()) : null;
        return new FieldPlan(
                field,
                definition,
                constant,
                !isTypeName && !isProperty(schema.getCodeRegistry().getDataFetcher(parent, definition)),
                value(definition.getType(), field));
    }

    private static boolean isProperty(DataFetcher<?> fetcher) {
        return fetcher instanceof SingletonPropertyDataFetcher || fetcher.getClass() == PropertyDataFetcher.class;
    }

    private ValuePlan value(GraphQLType type, MergedField field) {
        boolean nonNull = GraphQLTypeUtil.isNonNull(type);
        return switch (nonNull ? ((GraphQLNonNull) type).getWrappedType() : type) {
            case GraphQLList list -> new ValuePlan.Elements(nonNull, value(list.getWrappedType(), field));
            case GraphQLObjectType object -> new ValuePlan.OneType(nonNull, object(object, selected(object, field)));
            case GraphQLInterfaceType some -> someType(nonNull, some, schema.getImplementations(some), field);
            case GraphQLUnionType some -> someType(nonNull, some, members(some), field);
            case GraphQLType leaf -> new ValuePlan.Leaf(nonNull, LeafWriter.of(leaf));
        };
    }

    private static List<GraphQLObjectType> members(GraphQLUnionType union) {
        return union.getTypes().stream().map(GraphQLObjectType.class::cast).toList();
    }

    private ValuePlan someType(boolean nonNull, GraphQLType type, List<GraphQLObjectType> types, MergedField field) {
        return new ValuePlan.SomeType(
                nonNull,
                type,
                types.stream().collect(toMap(Function.identity(), one -> object(one, selected(one, field)))));
    }

    private MergedSelectionSet selected(GraphQLObjectType type, MergedField field) {
        return collector.collectFields(
                FieldCollectorParameters.newParameters()
                        .schema(schema)
                        .objectType(type)
                        .fragments(context.getFragmentsByName())
                        .variables(context.getCoercedVariables().toMap())
                        .graphQLContext(context.getGraphQLContext())
                        .build(),
                field,
                false);
    }
}
