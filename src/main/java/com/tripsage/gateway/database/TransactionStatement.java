package com.tripsage.gateway.database;

import com.tripsage.gateway.budget.Holding;
import com.tripsage.gateway.budget.Use;
import com.tripsage.gateway.observation.StatementObservation;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A statement that tells its transaction when it fails. The first one of a transaction has BEGIN and the identity in front, so
 * it counts its parameters after theirs, and the last one may have COMMIT behind it; each answers with its own result only.
 */
final class TransactionStatement implements InvocationHandler {

    private final PreparedStatement statement;
    private final CallerTransaction transaction;
    private final boolean isFirst;
    private final boolean isLast;
    private final @Nullable StatementObservation observation;

    private TransactionStatement(
            PreparedStatement statement,
            CallerTransaction transaction,
            boolean isFirst,
            boolean isLast,
            @Nullable StatementObservation observation) {
        this.statement = statement;
        this.transaction = transaction;
        this.isFirst = isFirst;
        this.isLast = isLast;
        this.observation = observation;
    }

    static PreparedStatement over(
            PreparedStatement statement,
            CallerTransaction transaction,
            boolean isFirst,
            boolean isLast,
            @Nullable StatementObservation observation) {
        return (PreparedStatement) Proxy.newProxyInstance(
                PreparedStatement.class.getClassLoader(),
                new Class<?>[] {PreparedStatement.class},
                new TransactionStatement(statement, transaction, isFirst, isLast, observation));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        if (isParameter(method) && arguments != null && arguments[1] instanceof String text) {
            // once more as the bytes that are sent
            Holding.current().take(Use.WRITTEN, 2L * text.length());
        }
        try {
            Object result = method.getName().startsWith("execute")
                    ? transaction.run(statement, isLast, () -> call(method, arguments))
                    : call(method, arguments);
            return observation == null ? result : observed(method, observation, result);
        } catch (SQLException e) {
            if (observation != null) {
                observation.failed(e);
            }
            transaction.failed(e);
            throw e;
        }
    }

    private static @Nullable Object observed(Method method, StatementObservation observation, @Nullable Object result) {
        return switch (method.getName()) {
            case "close" -> {
                observation.close();
                yield result;
            }
            case "executeQuery", "executeUpdate", "getResultSet" -> observation.counted(result);
            default -> result;
        };
    }

    private @Nullable Object call(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
        return isFirst || isLast
                ? callAmongOthers(method, arguments)
                : TransactionConnection.delegate(method, statement, arguments);
    }

    private @Nullable Object callAmongOthers(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
        return switch (method.getName()) {
            case "executeQuery" -> executeQuery();
            case "executeUpdate" -> executeUpdate();
            case "execute" -> {
                executeAll();
                yield statement.getUpdateCount() == -1;
            }
            default -> {
                if (isFirst && isParameter(method) && arguments != null && arguments[0] instanceof Integer index) {
                    arguments[0] = index + CallerTransaction.PRELUDE_PARAMETERS;
                }
                yield TransactionConnection.delegate(method, statement, arguments);
            }
        };
    }

    private static boolean isParameter(Method method) {
        return method.getName().startsWith("set") && method.getParameterCount() > 1;
    }

    private ResultSet executeQuery() throws SQLException {
        executeAll();
        ResultSet rows = statement.getResultSet();
        if (rows == null) {
            throw new SQLException("No rows were returned by the query");
        }
        return rows;
    }

    private int executeUpdate() throws SQLException {
        executeAll();
        return statement.getUpdateCount();
    }

    /** Executes all of the text, and goes to the statement's own result. */
    private void executeAll() throws SQLException {
        statement.execute();
        for (int i = 0; isFirst && i < CallerTransaction.PRELUDE_RESULTS; i++) {
            statement.getMoreResults();
        }
    }
}
