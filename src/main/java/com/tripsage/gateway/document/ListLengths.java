package com.tripsage.gateway.document;

import com.tripsage.gateway.refusal.Violation;
import graphql.execution.TypeFromAST;
import graphql.language.OperationDefinition;
import graphql.language.VariableDefinition;
import graphql.schema.GraphQLInputObjectField;
import graphql.schema.GraphQLInputObjectType;
import graphql.schema.GraphQLList;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLType;
import graphql.schema.GraphQLTypeUtil;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Looks for lists among an operation's variables that are too long, before anything reads what is in them. */
final class ListLengths {

    private final int most;
    private final List<Violation> violations = new ArrayList<>();

    private ListLengths(int most) {
        this.most = most;
    }

    static List<Violation> exceeded(
            GraphQLSchema schema,
            OperationDefinition operation,
            Map<String, ? extends @Nullable Object> variables,
            int most) {
        var lengths = new ListLengths(most);
        for (VariableDefinition variable : operation.getVariableDefinitions()) {
            Object value = variables.get(variable.getName());
            if (value != null) {
                lengths.visit(TypeFromAST.getTypeFromAST(schema, variable.getType()), value, variable.getName());
            }
        }
        return lengths.violations;
    }

    private void visit(@Nullable GraphQLType type, @Nullable Object value, String path) {
        GraphQLType wanted = type == null ? null : GraphQLTypeUtil.unwrapNonNull(type);
        if (wanted instanceof GraphQLList list && value instanceof Collection<?> elements) {
            visitElements(list, elements, path);
        } else if (wanted instanceof GraphQLList list) {
            visit(list.getWrappedType(), value, path);
        } else if (wanted instanceof GraphQLInputObjectType object && value instanceof Map<?, ?> fields) {
            fields.forEach((name, field) -> {
                GraphQLInputObjectField definition = object.getField(String.valueOf(name));
                visit(definition == null ? null : definition.getType(), field, path + "." + name);
            });
        }
    }

    private void visitElements(GraphQLList list, Collection<?> elements, String path) {
        if (elements.size() > most) {
            violations.add(new Violation(path, "has " + elements.size() + " elements; " + most + " is the most"));
            return;
        }
        int index = 0;
        for (Object element : elements) {
            visit(list.getWrappedType(), element, path + "[" + index++ + "]");
        }
    }
}
