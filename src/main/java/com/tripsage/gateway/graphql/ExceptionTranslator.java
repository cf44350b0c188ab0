package com.tripsage.gateway.graphql;

import com.tripsage.gateway.budget.MemoryRefused;
import com.tripsage.gateway.database.DatabaseUnavailable;
import com.tripsage.gateway.database.DeadlineExceeded;
import com.tripsage.gateway.database.OperationCancelled;
import com.tripsage.gateway.document.SizeLimitProperties;
import com.tripsage.gateway.refusal.CodedError;
import com.tripsage.gateway.refusal.ErrorCode;
import com.tripsage.gateway.refusal.Refusal;
import graphql.GraphQLError;
import graphql.schema.DataFetchingEnvironment;
import jakarta.validation.ConstraintViolationException;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.graphql.execution.DataFetcherExceptionResolverAdapter;
import org.springframework.stereotype.Component;

/** The translator of exceptions into errors of the API, and the only place that catches them. */
@Component
final class ExceptionTranslator extends DataFetcherExceptionResolverAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(ExceptionTranslator.class);

    private final SqlErrors sqlErrors;
    private final SizeLimitProperties limits;

    ExceptionTranslator(SqlErrors sqlErrors, SizeLimitProperties limits) {
        this.sqlErrors = sqlErrors;
        this.limits = limits;
    }

    @Override
    protected GraphQLError resolveToSingleError(Throwable thrown, DataFetchingEnvironment environment) {
        Refusal refusal = translate(thrown);
        return new CodedError(
                String.valueOf(refusal.getMessage()),
                List.of(environment.getField().getSourceLocation()),
                environment.getExecutionStepInfo().getPath().toList(),
                refusal.extensions());
    }

    /** The refusal that the client is told; faults of ours are logged here and told as INTERNAL. */
    Refusal translate(Throwable thrown) {
        Throwable failure =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        MemoryRefused memory = MemoryRefused.behind(failure);
        return switch (failure) {
            case Refusal refusal -> refusal;
            case Throwable _ when memory != null -> Refusal.of(memory);
            case ConstraintViolationException invalid -> Refusal.invalid(InputViolations.of(invalid, limits.errors()));
            case DeadlineExceeded _ -> Refusal.of(ErrorCode.TIMEOUT, "The request took too long");
            case OperationCancelled cancelled -> Refusal.unavailable(String.valueOf(cancelled.getMessage()));
            case DatabaseUnavailable unavailable -> {
                Throwable cause = unavailable.getCause();
                LOG.warn("{}: {}", unavailable.getMessage(), cause == null ? "" : cause.getMessage());
                yield Refusal.of(ErrorCode.UNAVAILABLE, "The database does not answer");
            }
            default -> ofDatabase(failure);
        };
    }

    private Refusal ofDatabase(Throwable failure) {
        SQLException sql = sqlCause(failure);
        Refusal refusal = sql == null ? null : sqlErrors.translate(sql);
        if (refusal != null) {
            return refusal;
        }
        LOG.error("Unexpected failure", failure);
        return Refusal.of(ErrorCode.INTERNAL, "Something went wrong on our side");
    }

    private static @Nullable SQLException sqlCause(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return sql;
            }
        }
        return null;
    }
}
