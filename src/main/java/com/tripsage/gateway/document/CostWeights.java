package com.tripsage.gateway.document;

import graphql.language.Argument;
import graphql.language.ArrayValue;
import graphql.language.Field;
import graphql.language.IntValue;
import graphql.language.OperationDefinition;
import graphql.language.Value;
import graphql.language.VariableDefinition;
import graphql.language.VariableReference;
import graphql.schema.GraphQLAppliedDirective;
import graphql.schema.GraphQLAppliedDirectiveArgument;
import graphql.schema.GraphQLArgument;
import graphql.schema.GraphQLCompositeType;
import graphql.schema.GraphQLDirectiveContainer;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLFieldsContainer;
import graphql.schema.GraphQLNamedType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLTypeUtil;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The weights of fields and the expected lengths of lists, as the schema's {@code @cost} and {@code @listSize} state them
 * (the GraphQL cost directives of IBM, https://ibm.github.io/graphql-specs/cost-spec.html). An object costs 1 and a leaf
 * nothing, unless the schema says otherwise.
 */
final class CostWeights {

    private static final String COST = "cost";
    private static final String LIST_SIZE = "listSize";

    private final Map<String, ListSize> introspectionLists = new HashMap<>();

    CostWeights(GraphQLSchema schema) {
        List<GraphQLNamedType> types = schema.getAllTypesAsList();
        int fields = 0;
        int containers = 0;
        int arguments = 0;
        for (GraphQLNamedType type : types) {
            if (type instanceof GraphQLFieldsContainer container) {
                containers++;
                for (GraphQLFieldDefinition field : container.getFieldDefinitions()) {
                    fields++;
                    arguments += field.getArguments().size();
                }
            }
        }
        ListSize fieldsOfAType = ListSize.of((double) fields / containers);
        ListSize argumentsOfAField = ListSize.of((double) arguments / fields);
        introspectionLists.put("types", ListSize.of(types.size()));
        introspectionLists.put("directives", ListSize.of(schema.getDirectives().size()));
        introspectionLists.put("args", argumentsOfAField);
        for (String list : List.of("fields", "inputFields", "enumValues", "possibleTypes")) {
            introspectionLists.put(list, fieldsOfAType);
        }
    }

    /** The cost of a field alone, whatever it answers with. */
    double ofField(GraphQLFieldDefinition field) {
        return weight(field, 0);
    }

    /** The cost of an argument with its value. */
    Cost ofArgument(GraphQLArgument definition, Argument argument, OperationDefinition operation) {
        double weight = weight(definition, 0);
        boolean isList = GraphQLTypeUtil.isList(GraphQLTypeUtil.unwrapNonNull(definition.getType()));
        return weight == 0 || !isList ? Cost.of(weight) : Cost.of(weight).times(size(List.of(argument), 1, operation));
    }

    /** The cost of one object, or of one value, of a type. */
    double ofOne(GraphQLNamedType type) {
        double usual = type instanceof GraphQLCompositeType ? 1 : 0;
        return type instanceof GraphQLDirectiveContainer container ? weight(container, usual) : usual;
    }

    private static double weight(GraphQLDirectiveContainer element, double usual) {
        Object weight = argument(element, COST, "weight");
        return weight == null ? usual : Double.parseDouble(weight.toString());
    }

    /** The expected length of the list of a field. */
    ListSize ofList(GraphQLFieldDefinition definition, Field field, OperationDefinition operation) {
        return GraphQLTypeUtil.isList(GraphQLTypeUtil.unwrapNonNull(definition.getType()))
                ? size(definition, field, operation)
                : ListSize.ONE;
    }

    /** The fields below a field whose lists have the length that it decides, as a connection decides it for its edges. */
    Map<String, ListSize> below(GraphQLFieldDefinition definition, Field field, OperationDefinition operation) {
        List<String> sized = names(definition, "sizedFields");
        if (sized.isEmpty()) {
            return Map.of();
        }
        ListSize size = size(definition, field, operation);
        return sized.stream().collect(Collectors.toMap(name -> name, name -> size));
    }

    /** The length that a list of introspection has in this schema, on average. */
    ListSize ofIntrospection(GraphQLFieldDefinition field) {
        return introspectionLists.getOrDefault(field.getName(), ListSize.ONE);
    }

    private static ListSize size(GraphQLFieldDefinition definition, Field field, OperationDefinition operation) {
        List<String> slicing = names(definition, "slicingArguments");
        List<Argument> deciding = field.getArguments().stream()
                .filter(argument -> slicing.contains(argument.getName()))
                .toList();
        Object assumed = argument(definition, LIST_SIZE, "assumedSize");
        return size(deciding, assumed instanceof Number number ? number.doubleValue() : 1, operation);
    }

    private static ListSize size(List<Argument> deciding, double otherwise, OperationDefinition operation) {
        double known = -1;
        List<String> variables = new ArrayList<>();
        for (Argument argument : deciding) {
            Value<?> value = argument.getValue();
            if (value instanceof VariableReference reference) {
                variables.add(reference.getName());
                value = defaultOf(operation, reference.getName());
            }
            known = Math.max(known, length(value));
        }
        return new ListSize(ListSize.of(known < 0 ? otherwise : known).known(), List.copyOf(variables));
    }

    private static double length(@Nullable Value<?> value) {
        return switch (value) {
            case IntValue number -> number.getValue().doubleValue();
            case ArrayValue elements -> elements.getValues().size();
            case null, default -> -1;
        };
    }

    private static @Nullable Value<?> defaultOf(OperationDefinition operation, String variable) {
        return operation.getVariableDefinitions().stream()
                .filter(definition -> definition.getName().equals(variable))
                .findAny()
                .map(VariableDefinition::getDefaultValue)
                .orElse(null);
    }

    private static List<String> names(GraphQLDirectiveContainer element, String argument) {
        return argument(element, LIST_SIZE, argument) instanceof List<?> names
                ? names.stream().map(String::valueOf).toList()
                : List.of();
    }

    private static @Nullable Object argument(GraphQLDirectiveContainer element, String directive, String name) {
        GraphQLAppliedDirective applied = element.getAppliedDirective(directive);
        GraphQLAppliedDirectiveArgument argument = applied == null ? null : applied.getArgument(name);
        return argument == null ? null : argument.getValue();
    }
}
