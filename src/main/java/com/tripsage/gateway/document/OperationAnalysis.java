package com.tripsage.gateway.document;

import graphql.execution.TypeFromAST;
import graphql.introspection.Introspection;
import graphql.language.Argument;
import graphql.language.ArrayValue;
import graphql.language.Directive;
import graphql.language.DirectivesContainer;
import graphql.language.Document;
import graphql.language.Field;
import graphql.language.FragmentDefinition;
import graphql.language.FragmentSpread;
import graphql.language.InlineFragment;
import graphql.language.NonNullType;
import graphql.language.NullValue;
import graphql.language.ObjectField;
import graphql.language.ObjectValue;
import graphql.language.OperationDefinition;
import graphql.language.Selection;
import graphql.language.SelectionSet;
import graphql.language.StringValue;
import graphql.language.TypeName;
import graphql.language.Value;
import graphql.language.VariableDefinition;
import graphql.language.VariableReference;
import graphql.schema.GraphQLArgument;
import graphql.schema.GraphQLCompositeType;
import graphql.schema.GraphQLDirective;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLInputObjectField;
import graphql.schema.GraphQLInputObjectType;
import graphql.schema.GraphQLNamedType;
import graphql.schema.GraphQLNonNull;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLType;
import graphql.schema.GraphQLTypeUtil;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The analysis of a valid operation with the schema: its cost, the scopes that it needs, how often it renames a field, how much introspection it asks
 * for, how much text it brings, and which of its variables must not be null. It is made once for a document that {@link
 * DocumentLimits} has let pass, so it may visit a fragment as often as it is spread.
 */
final class OperationAnalysis {

    private final GraphQLSchema schema;
    private final CostWeights weights;
    private final OperationDefinition operation;
    private final Map<String, FragmentDefinition> fragments;
    private final Set<String> nullableVariables;
    private final Map<String, Integer> aliases = new LinkedHashMap<>();
    private final Map<String, String> requiredVariables = new LinkedHashMap<>();
    private final Set<String> wrongNulls = new LinkedHashSet<>();
    private final Map<String, Integer> uses = new HashMap<>();
    private final LongAccumulator mostStatements = new LongAccumulator(Math::max, 0);
    private long text;
    private int textCounts = 1;
    private double introspectionValues;
    private Cost cost = Cost.NOTHING;
    private NeededScopes scopes = NeededScopes.NONE;

    private OperationAnalysis(
            GraphQLSchema schema,
            CostWeights weights,
            OperationDefinition operation,
            Map<String, FragmentDefinition> fragments) {
        this.schema = schema;
        this.weights = weights;
        this.operation = operation;
        this.fragments = fragments;
        this.nullableVariables = operation.getVariableDefinitions().stream()
                .filter(variable -> !(variable.getType() instanceof NonNullType))
                .map(VariableDefinition::getName)
                .collect(Collectors.toSet());
    }

    static OperationAnalysis of(
            GraphQLSchema schema, CostWeights weights, Document document, OperationDefinition operation) {
        Map<String, FragmentDefinition> fragments = new HashMap<>();
        document.getDefinitionsOfType(FragmentDefinition.class)
                .forEach(fragment -> fragments.put(fragment.getName(), fragment));
        var analysis = new OperationAnalysis(schema, weights, operation, fragments);
        analysis.directives(operation);
        analysis.cost = analysis.selections(operation.getSelectionSet(), analysis.rootType(), Map.of());
        analysis.scopes = ScopeAnalysis.of(schema, fragments, operation.getSelectionSet(), analysis.rootType());
        analysis.defaults();
        return analysis;
    }

    /** The most statements that a run of the operation has sent: the one thing that is learned of it later. */
    LongAccumulator mostStatements() {
        return mostStatements;
    }

    Cost cost() {
        return cost;
    }

    NeededScopes scopes() {
        return scopes;
    }

    /** The number of aliases, by type and field. */
    Map<String, Integer> aliases() {
        return aliases;
    }

    /** The number of values that introspection is expected to answer with. */
    double introspectionValues() {
        return introspectionValues;
    }

    /**
     * The variables that may be null by their type but stand where null is not allowed, which is valid where they or the place
     * have a default; each with the argument, or the field of an input, that it stands for.
     */
    Map<String, String> requiredVariables() {
        return requiredVariables;
    }

    /** The places where the document itself has a null that only {@code @oneOf} forbids, not the type. */
    Set<String> wrongNulls() {
        return wrongNulls;
    }

    /** The number of places where a variable stands, each counted as often as a text there. */
    int uses(String variable) {
        return uses.getOrDefault(variable, 0);
    }

    /** The number of bytes of the texts that the document itself brings. */
    long text() {
        return text;
    }

    private void defaults() {
        for (VariableDefinition variable : operation.getVariableDefinitions()) {
            GraphQLType type = TypeFromAST.getTypeFromAST(schema, variable.getType());
            long before = text;
            value(variable.getDefaultValue(), Objects.requireNonNull(type), variable.getName());
            text = before + (text - before) * uses(variable.getName());
        }
    }

    private GraphQLCompositeType rootType() {
        return Objects.requireNonNull(
                switch (operation.getOperation()) {
                    case QUERY -> schema.getQueryType();
                    case MUTATION -> schema.getMutationType();
                    case SUBSCRIPTION -> schema.getSubscriptionType();
                });
    }

    private Cost selections(@Nullable SelectionSet set, GraphQLCompositeType parent, Map<String, ListSize> sized) {
        Cost sum = Cost.NOTHING;
        if (set != null) {
            for (Selection<?> selection : set.getSelections()) {
                directives((DirectivesContainer<?>) selection);
                sum = sum.plus(selection(selection, parent, sized));
            }
        }
        return sum;
    }

    private Cost selection(Selection<?> selection, GraphQLCompositeType parent, Map<String, ListSize> sized) {
        return switch (selection) {
            case Field field -> field(field, parent, sized);
            case InlineFragment fragment ->
                selections(fragment.getSelectionSet(), typeOf(fragment.getTypeCondition(), parent), sized);
            case FragmentSpread spread -> {
                FragmentDefinition fragment = fragments.get(spread.getName());
                yield fragment == null
                        ? Cost.NOTHING
                        : selections(fragment.getSelectionSet(), typeOf(fragment.getTypeCondition(), parent), sized);
            }
            default -> Cost.NOTHING;
        };
    }

    private GraphQLCompositeType typeOf(@Nullable TypeName condition, GraphQLCompositeType parent) {
        return condition == null
                ? parent
                : (GraphQLCompositeType) Objects.requireNonNull(schema.getType(condition.getName()));
    }

    private Cost field(Field field, GraphQLCompositeType parent, Map<String, ListSize> sized) {
        GraphQLFieldDefinition definition = Introspection.getFieldDef(schema, parent, field.getName());
        arguments(field.getArguments(), definition.getArguments());
        if (field.getAlias() != null) {
            aliases.merge(parent.getName() + "." + field.getName(), 1, Integer::sum);
        }
        GraphQLNamedType type = GraphQLTypeUtil.unwrapAll(definition.getType());
        if (field.getName().startsWith("__") && type instanceof GraphQLCompositeType meta) {
            introspectionValues += introspected(field.getSelectionSet(), meta);
            return Cost.NOTHING;
        }
        Cost one = Cost.of(weights.ofOne(type));
        if (type instanceof GraphQLCompositeType composite) {
            one = one.plus(selections(field.getSelectionSet(), composite, weights.below(definition, field, operation)));
        }
        ListSize size = sized.getOrDefault(field.getName(), weights.ofList(definition, field, operation));
        return Cost.of(weights.ofField(definition))
                .plus(arguments(field, definition))
                .plus(one.times(size));
    }

    private Cost arguments(Field field, GraphQLFieldDefinition definition) {
        Cost sum = Cost.NOTHING;
        for (Argument argument : field.getArguments()) {
            sum = sum.plus(weights.ofArgument(
                    Objects.requireNonNull(definition.getArgument(argument.getName())), argument, operation));
        }
        return sum;
    }

    private double introspected(@Nullable SelectionSet set, GraphQLCompositeType parent) {
        double values = 0;
        if (set != null) {
            for (Selection<?> selection : set.getSelections()) {
                directives((DirectivesContainer<?>) selection);
                values += introspected(selection, parent);
            }
        }
        return values;
    }

    private double introspected(Selection<?> selection, GraphQLCompositeType parent) {
        return switch (selection) {
            case Field field -> introspected(field, parent);
            case InlineFragment fragment -> introspected(fragment.getSelectionSet(), parent);
            case FragmentSpread spread -> {
                FragmentDefinition fragment = fragments.get(spread.getName());
                yield fragment == null ? 0 : introspected(fragment.getSelectionSet(), parent);
            }
            default -> 0;
        };
    }

    private double introspected(Field field, GraphQLCompositeType parent) {
        GraphQLFieldDefinition definition = Introspection.getFieldDef(schema, parent, field.getName());
        arguments(field.getArguments(), definition.getArguments());
        if (field.getAlias() != null) {
            aliases.merge(parent.getName() + "." + field.getName(), 1, Integer::sum);
        }
        double below = GraphQLTypeUtil.unwrapAll(definition.getType()) instanceof GraphQLCompositeType composite
                ? introspected(field.getSelectionSet(), composite)
                : 0;
        return 1 + weights.ofIntrospection(definition).known() * below;
    }

    private void directives(DirectivesContainer<?> container) {
        for (Directive directive : container.getDirectives()) {
            GraphQLDirective definition = schema.getDirective(directive.getName());
            if (definition != null) {
                arguments(directive.getArguments(), definition.getArguments());
            }
        }
    }

    private void arguments(List<Argument> given, List<GraphQLArgument> defined) {
        for (Argument argument : given) {
            for (GraphQLArgument definition : defined) {
                if (definition.getName().equals(argument.getName())) {
                    value(argument.getValue(), definition.getType(), argument.getName());
                }
            }
        }
    }

    private void value(@Nullable Value<?> value, GraphQLType type, String place) {
        boolean isRequired = GraphQLTypeUtil.isNonNull(type);
        switch (value) {
            case VariableReference reference -> {
                uses.merge(reference.getName(), textCounts, Integer::sum);
                if (isRequired && nullableVariables.contains(reference.getName())) {
                    requiredVariables.put(reference.getName(), place);
                }
            }
            case NullValue _ when isRequired -> wrongNulls.add(place);
            case null, default -> literal(value, GraphQLTypeUtil.unwrapNonNull(type), place);
        }
    }

    private void literal(@Nullable Value<?> value, GraphQLType wanted, String place) {
        if (value instanceof StringValue string) {
            text += (long) textCounts
                    * Objects.requireNonNull(string.getValue()).length();
        }
        if (GraphQLTypeUtil.isList(wanted)) {
            GraphQLType element = GraphQLTypeUtil.unwrapOne(wanted);
            if (value instanceof ArrayValue elements) {
                elements.getValues().forEach(each -> value(each, element, place));
            } else if (!(value instanceof NullValue)) {
                value(value, element, place);
            }
        } else if (wanted instanceof GraphQLInputObjectType input && value instanceof ObjectValue object) {
            object.getObjectFields().forEach(field -> inputField(field, input, place));
        }
    }

    private void inputField(ObjectField given, GraphQLInputObjectType input, String place) {
        GraphQLInputObjectField definition = input.getField(given.getName());
        if (definition != null) {
            // The one field of a @oneOf has to be there, although its type does not say so.
            GraphQLType type = input.isOneOf() ? GraphQLNonNull.nonNull(definition.getType()) : definition.getType();
            textCounts = TextCounts.of(definition);
            value(given.getValue(), type, place + "." + given.getName());
            textCounts = 1;
        }
    }
}
