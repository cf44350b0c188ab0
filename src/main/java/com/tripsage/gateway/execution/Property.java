package com.tripsage.gateway.execution;

import graphql.execution.DataFetcherResult;
import java.lang.invoke.CallSite;
import java.lang.invoke.LambdaConversionException;
import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
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

    /** What a value may be wrapped in. */
    private static final List<Class<?>> WRAPPERS = List.of(
            CompletionStage.class,
            DataFetcherResult.class,
            Optional.class,
            OptionalInt.class,
            OptionalLong.class,
            OptionalDouble.class);

    /** Each getter is a class of its own, which stays for as long as the JVM: there is one of a property, however many documents ask for it. */
    private static final ClassValue<Map<String, Property>> KNOWN = new ClassValue<>() {
        @Override
        protected Map<String, Property> computeValue(Class<?> type) {
            return new ConcurrentHashMap<>();
        }
    };

    static Property of(Class<?> type, String name) {
        return KNOWN.get(type).computeIfAbsent(name, _ -> find(type, name));
    }

    private static Property find(Class<?> type, String name) {
        Method method = Map.class.isAssignableFrom(type) ? null : method(type, name);
        if (method == null) {
            return new Property(type, null, false);
        }
        Class<?> result = method.getReturnType();
        boolean plain = WRAPPERS.stream()
                .noneMatch(wrapper -> wrapper.isAssignableFrom(result) || result.isAssignableFrom(wrapper));
        try {
            return new Property(type, getter(type, method), plain);
        } catch (IllegalAccessException | LambdaConversionException unreachable) {
            return new Property(type, null, false);
        }
    }

    static boolean isWrapped(@Nullable Object value) {
        return value instanceof CompletionStage<?>
                || value instanceof DataFetcherResult<?>
                || value instanceof Optional<?>
                || value instanceof OptionalInt
                || value instanceof OptionalLong
                || value instanceof OptionalDouble;
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
                if (!Modifier.isStatic(method.getModifiers()) && isGetter(candidate, name, method.getReturnType())) {
                    return method;
                }
            } catch (NoSuchMethodException e) {
                // the next one, then
            }
        }
        return null;
    }

    /** Of {@code isFar} for {@code far}, only one that tells whether. */
    private static boolean isGetter(String method, String property, Class<?> result) {
        boolean tellsWhether = result == boolean.class || result == Boolean.class;
        return result != void.class && (tellsWhether || method.equals(property) || !method.startsWith("is"));
    }

    @SuppressWarnings("unchecked")
    private static Function<Object, @Nullable Object> getter(Class<?> type, Method method)
            throws IllegalAccessException, LambdaConversionException {
        MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(type, MethodHandles.lookup());
        MethodHandle handle = lookup.unreflect(method);
        CallSite site = LambdaMetafactory.metafactory(
                lookup,
                "apply",
                MethodType.methodType(Function.class),
                MethodType.methodType(Object.class, Object.class),
                handle,
                handle.type().wrap().changeParameterType(0, type));
        try {
            return (Function<Object, @Nullable Object>) site.getTarget().invoke();
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
