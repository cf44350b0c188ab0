package com.tripsage.gateway.execution;

import graphql.execution.DataFetcherResult;
import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

/**
 * A property of the objects of a class, read by a getter or a record's accessor, without reflection at each of them.
 *
 * @param getter null where graphql-java has to look further
 * @param plain whether what it gets is always the value itself, and never the promise or the wrapping of one
 */
record Property(Class<?> type, @Nullable Function<Object, @Nullable Object> getter, boolean plain) {

    private static final List<Class<?>> NEVER_WRAPPED =
            List.of(CharSequence.class, Number.class, Enum.class, Record.class, List.class, Boolean.class);

    static Property of(Class<?> type, String name) {
        Method method = Map.class.isAssignableFrom(type) ? null : method(type, name);
        if (method == null) {
            return new Property(type, null, false);
        }
        Class<?> result = MethodType.methodType(method.getReturnType()).wrap().returnType();
        boolean plain = NEVER_WRAPPED.stream().anyMatch(known -> known.isAssignableFrom(result))
                && !DataFetcherResult.class.isAssignableFrom(result);
        try {
            return new Property(type, getter(type, method), plain);
        } catch (Throwable unreachable) {
            return new Property(type, null, false);
        }
    }

    boolean isReadable() {
        return getter != null;
    }

    /** In graphql-java's order. */
    private static @Nullable Method method(Class<?> type, String name) {
        String capitalized = StringUtils.capitalize(name);
        for (String candidate : List.of("get" + capitalized, "is" + capitalized, name)) {
            try {
                Method method = type.getMethod(candidate);
                if (!Modifier.isStatic(method.getModifiers()) && isGetter(candidate, method.getReturnType())) {
                    return method;
                }
            } catch (NoSuchMethodException e) {
                // the next one, then
            }
        }
        return null;
    }

    private static boolean isGetter(String method, Class<?> result) {
        return result != void.class && (!method.startsWith("is") || result == boolean.class || result == Boolean.class);
    }

    @SuppressWarnings("unchecked")
    private static Function<Object, @Nullable Object> getter(Class<?> type, Method method) throws Throwable {
        MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(type, MethodHandles.lookup());
        MethodHandle handle = lookup.unreflect(method);
        return (Function<Object, @Nullable Object>) LambdaMetafactory.metafactory(
                        lookup,
                        "apply",
                        MethodType.methodType(Function.class),
                        MethodType.methodType(Object.class, Object.class),
                        handle,
                        handle.type().wrap().changeParameterType(0, type))
                .getTarget()
                .invoke();
    }
}
