package com.tripsage.gateway.execution;

import graphql.Directives;
import graphql.execution.ExecutionContext;
import graphql.language.Argument;
import graphql.language.Directive;
import graphql.language.DirectivesContainer;
import graphql.language.Field;
import graphql.language.FragmentSpread;
import graphql.language.InlineFragment;
import graphql.language.OperationDefinition;
import graphql.language.Selection;
import graphql.language.SelectionSet;
import graphql.language.VariableReference;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The search for the variables of an operation that @skip and @include depend on. */
final class Conditions {

    private static final Set<String> DIRECTIVES =
            Set.of(Directives.SkipDirective.getName(), Directives.IncludeDirective.getName());

    private final ExecutionContext context;
    private final Set<String> variables = new TreeSet<>();
    private final Set<String> fragments = new HashSet<>();

    private Conditions(ExecutionContext context) {
        this.context = context;
    }

    static List<String> of(OperationDefinition operation, ExecutionContext context) {
        var conditions = new Conditions(context);
        conditions.search(operation.getSelectionSet());
        return List.copyOf(conditions.variables);
    }

    private void search(@Nullable SelectionSet selections) {
        if (selections != null) {
            selections.getSelections().forEach(this::search);
        }
    }

    private void search(Selection<?> selection) {
        if (selection instanceof DirectivesContainer<?> container) {
            container.getDirectives().forEach(this::search);
        }
        switch (selection) {
            case Field field -> search(field.getSelectionSet());
            case InlineFragment fragment -> search(fragment.getSelectionSet());
            case FragmentSpread spread
            when fragments.add(spread.getName()) ->
                search(Objects.requireNonNull(context.getFragmentsByName().get(spread.getName()))
                        .getSelectionSet());
            default -> {}
        }
    }

    private void search(Directive directive) {
        if (DIRECTIVES.contains(directive.getName())) {
            for (Argument argument : directive.getArguments()) {
                if (argument.getValue() instanceof VariableReference variable) {
                    variables.add(variable.getName());
                }
            }
        }
    }
}
