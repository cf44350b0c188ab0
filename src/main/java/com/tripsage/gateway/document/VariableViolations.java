package com.tripsage.gateway.document;

import com.tripsage.gateway.refusal.Violations;
import graphql.GraphQLContext;
import graphql.GraphQLError;
import graphql.execution.InputMapDefinesTooManyFieldsException;
import graphql.execution.NonNullableValueCoercedAsNullException;
import graphql.execution.OneOfNullValueException;
import graphql.execution.OneOfTooManyKeysException;
import graphql.execution.TypeFromAST;
import graphql.language.OperationDefinition;
import graphql.language.VariableDefinition;
import graphql.schema.CoercingParseValueException;
import graphql.schema.GraphQLEnumType;
import graphql.schema.GraphQLInputObjectField;
import graphql.schema.GraphQLInputObjectType;
import graphql.schema.GraphQLList;
import graphql.schema.GraphQLNonNull;
import graphql.schema.GraphQLScalarType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLType;
import graphql.schema.InputValueWithState;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is wrong with an operation's variables, by path. graphql-java stops at the first value that it can't
 * coerce and does not say where it stands, so the variables are walked again after it refused them.
 */
public final class VariableViolations {

    /** graphql-java says what a value is in Java, as ArrayList. */
    private static final Pattern JAVA_TYPE = Pattern.compile(",? but it was an? '\\w+'$");

    private final Violations violations;
    private final GraphQLContext context = GraphQLContext.getDefault();

    private VariableViolations(Violations violations) {
        this.violations = violations;
    }

    /** Whether graphql-java refused the variables, not the document. */
    public static boolean caused(GraphQLError error) {
        return error instanceof CoercingParseValueException
                || error instanceof NonNullableValueCoercedAsNullException
                || error instanceof InputMapDefinesTooManyFieldsException
                || error instanceof OneOfTooManyKeysException
                || error instanceof OneOfNullValueException;
    }

    public static Violations find(
            GraphQLSchema schema, OperationDefinition operation, Map<String, @Nullable Object> variables, int most) {
        var walk = new VariableViolations(new Violations(most));
        for (VariableDefinition variable : operation.getVariableDefinitions()) {
            GraphQLType type = TypeFromAST.getTypeFromAST(schema, variable.getType());
            boolean given = variables.containsKey(variable.getName());
            if (given || variable.getDefaultValue() == null) {
                walk.visit(type, variables.get(variable.getName()), variable.getName());
            }
        }
        return walk.violations;
    }

    private void visit(@Nullable GraphQLType type, @Nullable Object value, String path) {
        if (type instanceof GraphQLNonNull nonNull) {
            if (value == null) {
                add(path, "is required");
            } else {
                visit(nonNull.getWrappedType(), value, path);
            }
        } else if (value == null) {
            return;
        } else if (type instanceof GraphQLList list) {
            visitList(list, value, path);
        } else if (type instanceof GraphQLInputObjectType object) {
            visitObject(object, value, path);
        } else if (type instanceof GraphQLScalarType scalar) {
            coerce(() -> scalar.getCoercing().parseValue(value, context, Locale.ROOT), path);
        } else if (type instanceof GraphQLEnumType enumeration) {
            coerce(() -> enumeration.parseValue(value, context, Locale.ROOT), path);
        }
    }

    private void visitList(GraphQLList list, Object value, String path) {
        if (value instanceof Collection<?> elements) {
            int index = 0;
            for (Object element : elements) {
                visit(list.getWrappedType(), element, path + "[" + index++ + "]");
            }
        } else {
            visit(list.getWrappedType(), value, path);
        }
    }

    private void visitObject(GraphQLInputObjectType object, Object value, String path) {
        if (!(value instanceof Map<?, ?> fields)) {
            add(path, "must be an object");
            return;
        }
        for (Object name : fields.keySet()) {
            if (object.getField(String.valueOf(name)) == null) {
                add(path + "." + name, "is not a field of " + object.getName());
            }
        }
        if (object.isOneOf() && (fields.size() != 1 || fields.containsValue(null))) {
            add(path, "must have exactly one field, not null");
        }
        for (GraphQLInputObjectField field : object.getFields()) {
            boolean given = fields.containsKey(field.getName());
            InputValueWithState defaultValue = field.getInputFieldDefaultValue();
            if (given || defaultValue.isNotSet()) {
                visit(field.getType(), fields.get(field.getName()), path + "." + field.getName());
            }
        }
    }

    private void coerce(Runnable parse, String path) {
        try {
            parse.run();
        } catch (RuntimeException e) {
            add(
                    path,
                    e.getMessage() == null
                            ? "is not valid"
                            : JAVA_TYPE.matcher(e.getMessage()).replaceFirst(""));
        }
    }

    private void add(String path, String message) {
        violations.add(path, message);
    }
}
