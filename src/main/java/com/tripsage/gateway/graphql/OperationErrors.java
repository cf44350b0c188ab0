package com.tripsage.gateway.graphql;

import com.tripsage.gateway.database.Access;
import com.tripsage.gateway.document.OperationChecks;
import com.tripsage.gateway.document.SizeLimitProperties;
import com.tripsage.gateway.document.VariableViolations;
import com.tripsage.gateway.refusal.CodedError;
import com.tripsage.gateway.refusal.ErrorCode;
import com.tripsage.gateway.refusal.GraphQlErrors;
import com.tripsage.gateway.refusal.Refusal;
import com.tripsage.gateway.refusal.Violations;
import graphql.ExecutionResult;
import graphql.GraphQLError;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.springframework.stereotype.Component;

/** The errors of operations as clients are shown them: logged, named by their request, and no more than an answer tells. */
@Component
public final class OperationErrors {

    private final ExceptionTranslator translator;
    private final OperationChecks checks;
    private final int most;

    OperationErrors(ExceptionTranslator translator, OperationChecks checks, SizeLimitProperties limits) {
        this.translator = translator;
        this.checks = checks;
        this.most = limits.errors();
    }

    /** A refusal as the errors of an operation. */
    public List<GraphQLError> of(Operation operation, Refusal refusal) {
        return named(operation, List.of(GraphQlErrors.of(refusal)));
    }

    /** A result with as many of its errors as are told, and how many more there are. */
    public ExecutionResult told(Operation operation, ExecutionResult result) {
        List<GraphQLError> errors = result.getErrors();
        int untold = errors.size() - most;
        if (untold <= 0) {
            return result;
        }
        List<GraphQLError> told = new ArrayList<>(errors.subList(0, most));
        told.add(GraphQlErrors.more(untold, errors.get(most), operation.requestId()));
        var shorter = ExecutionResult.newExecutionResult().errors(told);
        return (result.isDataPresent() ? shorter.data(result.getData()) : shorter).build();
    }

    GraphQLError of(Throwable failure) {
        return GraphQlErrors.of(translator.translate(failure));
    }

    ExecutionResult refused(Operation operation, Throwable failure) {
        return refused(operation, List.of(of(failure)));
    }

    ExecutionResult refused(Operation operation, ErrorCode code, String message) {
        return refused(operation, List.of(GraphQlErrors.of(code, message)));
    }

    ExecutionResult refused(Operation operation, List<? extends GraphQLError> errors) {
        return ExecutionResult.newExecutionResult()
                .errors(named(operation, errors))
                .build();
    }

    /** The result of an operation that graphql-java did not begin, because of its variables for one. */
    ExecutionResult notBegun(Operation operation, ExecutionResult result) {
        return refused(
                operation,
                result.getErrors().stream()
                        .map(error -> withViolations(operation, error))
                        .toList());
    }

    /** The result of an operation of which something failed: of a mutation, nothing stays and so nothing is shown. */
    ExecutionResult failed(Operation operation, Access access, ExecutionResult result) {
        return ExecutionResult.newExecutionResult()
                .data(access == Access.WRITE ? null : result.getData())
                .errors(named(operation, result.getErrors()))
                .build();
    }

    private GraphQLError withViolations(Operation operation, GraphQLError error) {
        if (!VariableViolations.caused(error)) {
            return error;
        }
        Violations violations = checks.violations(
                Objects.requireNonNull(operation.document()), operation.name(), operation.variables());
        return new CodedError(
                "The variables are not valid",
                error.getLocations() == null ? List.of() : error.getLocations(),
                List.of(),
                Refusal.invalid(violations).extensions());
    }

    private static List<GraphQLError> named(Operation operation, List<? extends GraphQLError> errors) {
        List<GraphQLError> named = errors.stream()
                .map(error -> GraphQlErrors.named(error, operation.requestId()))
                .toList();
        RefusalLog.refused(operation.requestId(), GraphQlErrors.codes(named));
        return named;
    }
}
