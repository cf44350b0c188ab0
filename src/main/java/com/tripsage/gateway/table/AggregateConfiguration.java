package com.tripsage.gateway.table;

import com.tripsage.gateway.value.Columns;
import com.tripsage.gateway.value.Json;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.postgresql.util.PGobject;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.convert.converter.Converter;
import org.springframework.core.convert.converter.ConverterFactory;
import org.springframework.data.convert.ReadingConverter;
import org.springframework.data.convert.WritingConverter;
import org.springframework.data.jdbc.core.JdbcAggregateTemplate;
import org.springframework.data.jdbc.core.convert.DataAccessStrategy;
import org.springframework.data.jdbc.core.convert.JdbcConverter;
import org.springframework.data.jdbc.core.convert.JdbcCustomConversions;
import org.springframework.data.jdbc.core.convert.QueryMappingConfiguration;
import org.springframework.data.jdbc.core.convert.RelationResolver;
import org.springframework.data.jdbc.core.dialect.JdbcDialect;
import org.springframework.data.jdbc.core.dialect.JdbcPostgresDialect;
import org.springframework.data.jdbc.core.mapping.JdbcMappingContext;
import org.springframework.data.jdbc.repository.config.JdbcConfiguration;
import org.springframework.data.relational.RelationalManagedTypes;
import org.springframework.data.relational.core.mapping.DefaultNamingStrategy;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;

/**
 * Spring Data JDBC over the caller's connection, in the transaction of the operation, which is why nothing here manages
 * transactions.
 */
@Configuration(proxyBeanMethods = false)
class AggregateConfiguration {

    private static final List<?> CONVERTERS =
            List.of(JsonToColumn.INSTANCE, ColumnToJson.INSTANCE, ConstantToWord.INSTANCE, WordToConstant.INSTANCE);

    /** The template, whose dialect is given, because there is no caller to ask the database as when it is made. */
    @Bean
    @Lazy
    JdbcAggregateTemplate aggregateTemplate(NamedParameterJdbcOperations jdbc) {
        JdbcDialect dialect = JdbcPostgresDialect.INSTANCE;
        JdbcCustomConversions conversions = JdbcConfiguration.createCustomConversions(dialect, CONVERTERS);
        JdbcMappingContext mapping = JdbcConfiguration.createMappingContext(
                RelationalManagedTypes.empty(), conversions, DefaultNamingStrategy.INSTANCE);
        // The converter reads children by the strategy, which is made with the converter.
        var children = new AtomicReference<RelationResolver>();
        RelationResolver relations = (parent, path) -> children.get().findAllByPath(parent, path);
        JdbcConverter converter = JdbcConfiguration.createConverter(mapping, jdbc, relations, conversions, dialect);
        DataAccessStrategy strategy =
                JdbcConfiguration.createDataAccessStrategy(jdbc, converter, QueryMappingConfiguration.EMPTY, dialect);
        children.set(strategy);
        var template = new JdbcAggregateTemplate(converter, strategy);
        template.setEntityLifecycleEventsEnabled(false);
        return template;
    }

    @Bean
    Aggregates aggregates(ObjectProvider<JdbcAggregateTemplate> template) {
        return new Aggregates(template::getObject);
    }

    @WritingConverter
    private enum JsonToColumn implements Converter<Json, PGobject> {
        INSTANCE;

        @Override
        public PGobject convert(Json json) {
            var column = new PGobject();
            column.setType("jsonb");
            try {
                column.setValue(json.text());
            } catch (SQLException e) {
                throw new IllegalArgumentException(e);
            }
            return column;
        }
    }

    @ReadingConverter
    private enum ColumnToJson implements Converter<PGobject, Json> {
        INSTANCE;

        @Override
        public Json convert(PGobject column) {
            return new Json(String.valueOf(column.getValue()));
        }
    }

    @WritingConverter
    private enum ConstantToWord implements Converter<Enum<?>, String> {
        INSTANCE;

        @Override
        public String convert(Enum<?> constant) {
            return Columns.lowerCase(constant);
        }
    }

    /** The constant for the database's word. */
    @ReadingConverter
    private enum WordToConstant implements ConverterFactory<String, Enum<?>> {
        INSTANCE;

        @Override
        @SuppressWarnings({"unchecked", "rawtypes"})
        public <T extends Enum<?>> Converter<String, T> getConverter(Class<T> type) {
            return word -> (T) Objects.requireNonNull(Columns.constant((Class) type, word));
        }
    }
}
