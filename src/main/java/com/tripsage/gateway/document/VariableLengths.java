package com.tripsage.gateway.document;

import com.tripsage.gateway.refusal.Violation;
import graphql.Scalars;
import graphql.execution.TypeFromAST;
import graphql.language.OperationDefinition;
import graphql.language.VariableDefinition;
import graphql.schema.GraphQLInputObjectField;
import graphql.schema.GraphQLInputObjectType;
import graphql.schema.GraphQLList;
import graphql.schema.GraphQLScalarType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLType;
import graphql.schema.GraphQLTypeUtil;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The lengths of lists and texts among an operation's variables, measured before anything reads what is in them. */
final class VariableLengths {

    private final int longestList;
    private final List<Violation> violations = new ArrayList<>();
    private int uses;
    private long text;
    private int textCounts = 1;

    private VariableLengths(int longestList) {
        this.longestList = longestList;
    }

    static VariableLengths of(
            GraphQLSchema schema,
            OperationDefinition operation,
            OperationAnalysis analysis,
            Map<String, ? extends @Nullable Object> variables,
            int longestList) {
        var lengths = new VariableLengths(longestList);
        for (VariableDefinition variable : operation.getVariableDefinitions()) {
            Object value = variables.get(variable.getName());
            lengths.uses = analysis.uses(variable.getName());
            if (value != null) {
                lengths.visit(TypeFromAST.getTypeFromAST(schema, variable.getType()), value, variable.getName());
            }
        }
        return lengths;
    }

    /** The lists that are too long. */
    List<Violation> violations() {
        return violations;
    }

    /** The number of bytes of all texts, each counted as often as its variable is used. */
    long text() {
        return text;
    }

    private void visit(@Nullable GraphQLType type, @Nullable Object value, String path) {
        GraphQLType wanted = type == null ? null : GraphQLTypeUtil.unwrapNonNull(type);
        switch (wanted) {
            case GraphQLList list when value instanceof Collection<?> elements -> visitElements(list, elements, path);
            case GraphQLList list -> visit(list.getWrappedType(), value, path);
            case GraphQLInputObjectType object
            when value instanceof Map<?, ?> fields ->
                fields.forEach((name, field) -> {
                    GraphQLInputObjectField definition = object.getField(String.valueOf(name));
                    if (definition != null) {
                        textCounts = TextCounts.of(definition);
                        visit(definition.getType(), field, path + "." + name);
                        textCounts = 1;
                    }
                });
            case GraphQLScalarType scalar
            when scalar.getName().equals(Scalars.GraphQLString.getName()) && value instanceof String characters ->
                text += (long) uses * textCounts * TextCounts.bytes(characters);
            case null, default -> {}
        }
    }

    private void visitElements(GraphQLList list, Collection<?> elements, String path) {
        if (elements.size() > longestList) {
            violations.add(
                    new Violation(path, "has " + elements.size() + " elements; " + longestList + " is the most"));
            return;
        }
        int index = 0;
        for (Object element : elements) {
            visit(list.getWrappedType(), element, path + "[" + index++ + "]");
        }
    }
}
