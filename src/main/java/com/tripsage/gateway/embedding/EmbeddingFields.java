package com.tripsage.gateway.embedding;

import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLSchema;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.MethodIntrospector.MetadataLookup;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.graphql.execution.GraphQlSource;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Controller;
import org.springframework.util.Assert;
import org.springframework.util.ClassUtils;

/**
 * The root fields that need vectors, as their controllers' methods say. They are read when the schema is there, which is after
 * the instrumentation that asks for them.
 */
@Component
final class EmbeddingFields implements SmartInitializingSingleton {

    private final ListableBeanFactory beans;
    private final Map<String, TextPath> paths = new HashMap<>();

    EmbeddingFields(ListableBeanFactory beans) {
        this.beans = beans;
    }

    @Override
    public void afterSingletonsInstantiated() {
        GraphQLSchema schema = beans.getBean(GraphQlSource.class).schema();
        for (String name : beans.getBeanNamesForAnnotation(Controller.class)) {
            Class<?> type = beans.getType(name);
            if (type != null) {
                add(ClassUtils.getUserClass(type), schema);
            }
        }
    }

    void add(Class<?> controller, GraphQLSchema schema) {
        MethodIntrospector.selectMethods(
                        controller, (MetadataLookup<Embeds>) method -> method.getAnnotation(Embeds.class))
                .forEach((method, embeds) -> add(method, embeds, schema));
    }

    private void add(Method method, Embeds embeds, GraphQLSchema schema) {
        try {
            GraphQLFieldDefinition field = fieldOf(method, schema);
            paths.put(field.getName(), TextPath.of(embeds, field));
        } catch (IllegalStateException e) {
            throw new IllegalStateException(
                    "@Embeds of %s.%s: %s"
                            .formatted(method.getDeclaringClass().getSimpleName(), method.getName(), e.getMessage()),
                    e);
        }
    }

    private static GraphQLFieldDefinition fieldOf(Method method, GraphQLSchema schema) {
        SchemaMapping mapping = AnnotatedElementUtils.getMergedAnnotation(method, SchemaMapping.class);
        String name = mapping == null || mapping.field().isEmpty() ? method.getName() : mapping.field();
        GraphQLObjectType type = mapping == null ? null : schema.getObjectType(mapping.typeName());
        Assert.state(
                type != null && (type.equals(schema.getQueryType()) || type.equals(schema.getMutationType())),
                "not a method of a query or a mutation");
        GraphQLFieldDefinition field = type.getFieldDefinition(name);
        Assert.state(field != null, () -> "%s has no field %s".formatted(type.getName(), name));
        return field;
    }

    /** The path to the texts of a root field; null where it needs no vectors. */
    @Nullable
    TextPath of(String field) {
        return paths.get(field);
    }
}
