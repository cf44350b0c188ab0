package com.tripsage.gateway.table;

import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.ArgumentValue;
import org.springframework.util.ReflectionUtils;

/**
 * A component of a record.
 *
 * @param type that of the value, also where an {@link ArgumentValue} is around it
 */
record Component(String name, Class<?> type, Method accessor) {

    private static final ClassValue<List<Component>> OF = new ClassValue<>() {
        @Override
        protected List<Component> computeValue(Class<?> type) {
            return Stream.of(type.getRecordComponents()).map(Component::of).toList();
        }
    };

    static List<Component> of(Class<?> type) {
        return OF.get(type);
    }

    private static Component of(RecordComponent component) {
        Method accessor = component.getAccessor();
        accessor.setAccessible(true);
        return new Component(component.getName(), valueType(component), accessor);
    }

    private static Class<?> valueType(RecordComponent component) {
        return component.getType() == ArgumentValue.class
                        && component.getGenericType() instanceof ParameterizedType generic
                        && generic.getActualTypeArguments()[0] instanceof Class<?> value
                ? value
                : component.getType();
    }

    /** Whether it is several columns. */
    boolean isSpread() {
        return Spread.class.isAssignableFrom(type);
    }

    @Nullable
    Object valueIn(Record record) {
        return ReflectionUtils.invokeMethod(accessor, record);
    }
}
