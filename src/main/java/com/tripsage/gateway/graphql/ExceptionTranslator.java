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

/** The one place where an exception becomes an error of the API. */
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

    /** What the client is told; faults of ours are logged here and told as INTERNAL. */
    Refusal translate(Throwable thrown) {
        Throwable cause =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (cause instanceof Refusal refusal) {
            return refusal;
        }
        MemoryRefused memory = MemoryRefused.behind(cause);
        if (memory != null) {
            return Refusal.of(memory);
        }
        if (cause instanceof ConstraintViolationException invalid) {
            return Refusal.invalid(InputViolations.of(invalid, limits.errors()));
        }
        if (cause instanceof DeadlineExceeded) {
            return Refusal.of(ErrorCode.TIMEOUT, "The request took too long");
        }
        if (cause instanceof OperationCancelled) {
            return Refusal.unavailable(String.valueOf(cause.getMessage()));
        }
        if (cause instanceof DatabaseUnavailable) {
            LOG.warn(
                    "{}: {}",
                    cause.getMessage(),
                    cause.getCause() == null ? "" : cause.getCause().getMessage());
            return Refusal.of(ErrorCode.UNAVAILABLE, "The database does not answer");
        }
        SQLException sql = sqlCause(cause);
        Refusal refusal = sql == null ? null : sqlErrors.translate(sql);
        if (refusal != null) {
            return refusal;
        }
        LOG.error("Unexpected failure", cause);
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
