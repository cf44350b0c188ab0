package com.tripsage.gateway.document;

import com.tripsage.gateway.refusal.ErrorCode;
import com.tripsage.gateway.refusal.GraphQlErrors;
import com.tripsage.gateway.refusal.InsufficientScope;
import com.tripsage.gateway.refusal.Refusal;
import com.tripsage.gateway.refusal.Violations;
import com.tripsage.gateway.security.Scopes;
import graphql.GraphQLError;
import graphql.execution.UnknownOperationException;
import graphql.language.NullValue;
import graphql.language.OperationDefinition;
import graphql.schema.GraphQLSchema;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.execution.GraphQlSource;
import org.springframework.stereotype.Component;

/** The checks of an operation before it is begun: its document, the caller's scopes, its variables, its cost. */
@Component
public final class OperationChecks {

    private final GraphQLSchema schema;
    private final DocumentCache documents;
    private final DocumentLimitProperties limits;
    private final SizeLimitProperties sizes;

    OperationChecks(
            GraphQlSource source, DocumentCache documents, DocumentLimitProperties limits, SizeLimitProperties sizes) {
        this.schema = source.schema();
        this.documents = documents;
        this.limits = limits;
        this.sizes = sizes;
    }

    /**
     * Checks an operation.
     *
     * @param name the name of the operation; null where the document has only one
     * @param held the scopes of its caller
     * @throws InsufficientScope when it needs others
     */
    public CheckedOperation check(
            String text, @Nullable String name, Map<String, @Nullable Object> variables, Scopes held) {
        PreparedDocument document = documents.get(text);
        if (document.entry().hasErrors()) {
            return CheckedOperation.refused(document.entry().getErrors());
        }
        OperationDefinition definition;
        try {
            definition = document.operation(name);
        } catch (UnknownOperationException e) {
            return CheckedOperation.refused(
                    List.of(GraphQlErrors.of(ErrorCode.BAD_USER_INPUT, String.valueOf(e.getMessage()))));
        }
        OperationAnalysis analysis = document.analysisOf(definition);
        analysis.scopes().requireOf(held);
        var lengths = VariableLengths.of(schema, definition, analysis, variables, limits.listLength());
        if (analysis.text() + lengths.text() > limits.textLength()) {
            return CheckedOperation.refused(List.of(tooMuchText(analysis.text() + lengths.text())));
        }
        Violations violations = violations(definition, analysis, lengths, variables);
        if (!violations.isEmpty()) {
            return CheckedOperation.refused(List.of(GraphQlErrors.of(Refusal.invalid(violations))));
        }
        long cost = Math.round(analysis.cost().with(variables));
        return cost > limits.cost()
                ? CheckedOperation.refused(cost, List.of(tooCostly(cost)))
                : new CheckedOperation(
                        definition.getOperation(),
                        definition.getName(),
                        cost,
                        analysis.scopes(),
                        analysis.mostStatements(),
                        List.of());
    }

    /** The most that an operation may cost. */
    public int mostCost() {
        return limits.cost();
    }

    /**
     * Everything that is wrong with the variables of an operation whose document is valid. For those that graphql-java has
     * refused: it says neither where nor what else.
     */
    public Violations violations(String text, @Nullable String name, Map<String, @Nullable Object> variables) {
        return VariableViolations.find(schema, documents.get(text).operation(name), variables, sizes.errors());
    }

    private Violations violations(
            OperationDefinition definition,
            OperationAnalysis analysis,
            VariableLengths lengths,
            Map<String, @Nullable Object> variables) {
        var tooLong = new Violations(sizes.errors());
        lengths.violations().forEach(violation -> tooLong.add(violation.path(), violation.message()));
        if (!tooLong.isEmpty()) {
            // The other checks would read all of it.
            return tooLong;
        }
        Violations violations = UnstorableText.find(variables, sizes.errors());
        for (Map.Entry<String, String> required : analysis.requiredVariables().entrySet()) {
            if (isNull(required.getKey(), definition, variables)) {
                violations.add(required.getKey(), "must not be null where it stands for " + required.getValue());
            }
        }
        analysis.wrongNulls().forEach(place -> violations.add(place, "must not be null"));
        return violations;
    }

    /** Whether a variable is given a null, or has one for its default. */
    private static boolean isNull(
            String name, OperationDefinition definition, Map<String, @Nullable Object> variables) {
        return variables.containsKey(name)
                ? variables.get(name) == null
                : definition.getVariableDefinitions().stream()
                        .anyMatch(variable ->
                                variable.getName().equals(name) && variable.getDefaultValue() instanceof NullValue);
    }

    private GraphQLError tooMuchText(long bytes) {
        return GraphQlErrors.of(
                ErrorCode.BAD_USER_INPUT,
                "The operation brings texts of " + bytes + " bytes; " + limits.textLength()
                        + " is the most: send fewer at once");
    }

    private GraphQLError tooCostly(long cost) {
        return GraphQlErrors.of(
                ErrorCode.QUERY_TOO_COMPLEX, "The operation costs " + cost + "; " + limits.cost() + " is the most");
    }
}
