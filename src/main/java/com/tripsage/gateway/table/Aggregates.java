package com.tripsage.gateway.table;

import java.util.function.Supplier;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.target.AbstractLazyCreationTargetSource;
import org.springframework.data.jdbc.core.JdbcAggregateOperations;
import org.springframework.data.jdbc.core.JdbcAggregateTemplate;
import org.springframework.data.jdbc.repository.support.JdbcRepositoryFactory;

/**
 * The aggregates that are read and written whole, by Spring Data JDBC. It is loaded when one of them is first used, so that the
 * start does not take longer.
 */
public final class Aggregates {

    private final Supplier<JdbcAggregateTemplate> template;

    Aggregates(Supplier<JdbcAggregateTemplate> template) {
        this.template = template;
    }

    /** A repository, to be a bean of its feature. */
    public <R> R repository(Class<R> type) {
        return lazy(type, () -> {
            var repositories = new JdbcRepositoryFactory(template.get());
            // Not the loader of the thread that uses it first, which doesn't see interfaces of the packages.
            repositories.setBeanClassLoader(type.getClassLoader());
            return repositories.getRepository(type);
        });
    }

    /** The operations of all aggregates, among them {@code insert} and {@code upsert}. */
    public JdbcAggregateOperations operations() {
        return lazy(JdbcAggregateOperations.class, template);
    }

    private static <T> T lazy(Class<T> type, Supplier<? extends T> target) {
        return ProxyFactory.getProxy(type, new AbstractLazyCreationTargetSource() {
            @Override
            public Class<?> getTargetClass() {
                return type;
            }

            @Override
            protected Object createObject() {
                return target.get();
            }
        });
    }
}
