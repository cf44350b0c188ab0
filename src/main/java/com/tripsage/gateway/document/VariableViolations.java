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
 * The search for everything that is wrong with an operation's variables, by path. graphql-java stops at the first value that it
 * can't coerce and does not say where it stands, so the variables are walked again after it has refused them.
 */
public final class VariableViolations {

    /** The end of a message of graphql-java that tells the Java class of a value, as ArrayList. */
    private static final Pattern JAVA_TYPE = Pattern.compile(",? but it was an? '\\w+'$");

    private final Violations violations;
    private final GraphQLContext context = GraphQLContext.getDefault();

    private VariableViolations(Violations violations) {
        this.violations = violations;
    }

    /** Whether graphql-java refused the variables, not the document. */
    public static boolean caused(GraphQLError error) {
        return switch (error) {
            case CoercingParseValueException _,
                    NonNullableValueCoercedAsNullException _,
                    InputMapDefinesTooManyFieldsException _,
                    OneOfTooManyKeysException _,
                    OneOfNullValueException _ -> true;
            default -> false;
        };
    }

    static Violations find(
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
        if (value != null) {
            visitValue(type, value, path);
        } else if (type instanceof GraphQLNonNull) {
            add(path, "is required");
        }
    }

    private void visitValue(@Nullable GraphQLType type, Object value, String path) {
        switch (type) {
            case GraphQLNonNull nonNull -> visitValue(nonNull.getWrappedType(), value, path);
            case GraphQLList list -> visitList(list, value, path);
            case GraphQLInputObjectType object -> visitObject(object, value, path);
            case GraphQLScalarType scalar ->
                coerce(() -> scalar.getCoercing().parseValue(value, context, Locale.ROOT), path);
            case GraphQLEnumType enumeration -> coerce(() -> enumeration.parseValue(value, context, Locale.ROOT), path);
            case null, default -> {}
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
