package com.tripsage.gateway.database;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The connection of a {@link CallerTransaction} without the means to end it or to leave its identity. */
final class TransactionConnection implements InvocationHandler {

    private static final Set<String> DELEGATED = Set.of(
            "createArrayOf", "getMetaData", "getTypeMap", "isValid", "isWrapperFor", "nativeSQL", "getAutoCommit");

    private final Connection physical;
    private final CallerTransaction transaction;

    private TransactionConnection(Connection physical, CallerTransaction transaction) {
        this.physical = physical;
        this.transaction = transaction;
    }

    static Connection over(Connection physical, CallerTransaction transaction) {
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                new TransactionConnection(physical, transaction));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        String name = method.getName();
        return switch (name) {
            case "close" -> null;
            case "isClosed" -> false;
            case "toString" -> "connection of a caller's transaction";
            case "prepareStatement" -> prepare(arguments);
            default -> {
                if (DELEGATED.contains(name)) {
                    yield delegate(method, physical, arguments);
                }
                throw new SQLFeatureNotSupportedException(name + " is not for statements of a caller");
            }
        };
    }

    private PreparedStatement prepare(@Nullable Object @Nullable [] arguments) throws SQLException {
        if (arguments != null && arguments.length == 1 && arguments[0] instanceof String sql) {
            return transaction.prepare(physical, sql);
        }
        throw new SQLFeatureNotSupportedException("Statements of a caller take no options");
    }

    static @Nullable Object delegate(Method method, Object target, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() != null ? e.getCause() : e;
        }
    }
}
