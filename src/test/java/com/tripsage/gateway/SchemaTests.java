package com.tripsage.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import graphql.schema.GraphQLAppliedDirective;
import graphql.schema.GraphQLArgument;
import graphql.schema.GraphQLCompositeType;
import graphql.schema.GraphQLEnumType;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLInputObjectType;
import graphql.schema.GraphQLInterfaceType;
import graphql.schema.GraphQLNamedSchemaElement;
import graphql.schema.GraphQLNamedType;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLTypeUtil;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.graphql.autoconfigure.GraphQlSourceBuilderCustomizer;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.graphql.execution.GraphQlSource;
import org.springframework.graphql.execution.SchemaReport;

@GatewayTest
@Import(SchemaTests.Inspection.class)
class SchemaTests {

    @Autowired
    Inspection inspection;

    @Autowired
    GraphQlSource source;

    @Test
    void schemaAndCodeCoverEachOther() {
        assertThat(inspection.reports).singleElement().satisfies(report -> {
            assertThat(report.unmappedFields()).isEmpty();
            assertThat(report.unmappedRegistrations()).isEmpty();
            assertThat(report.unmappedArguments()).isEmpty();
            assertThat(report.fieldNullnessErrors()).isEmpty();
            assertThat(report.argumentNullnessErrors()).isEmpty();
            assertThat(report.skippedTypes()).isEmpty();
        });
    }

    @Test
    void everyElementIsDescribed() {
        GraphQLSchema schema = source.schema();
        List<String> bare = new ArrayList<>();
        for (GraphQLNamedType type : schema.getAllTypesAsList()) {
            if (!type.getName().startsWith("__")) {
                check(type.getName(), type, bare);
                if (type instanceof GraphQLObjectType object) {
                    object.getFieldDefinitions().forEach(field -> checkField(type, field, bare));
                } else if (type instanceof GraphQLInterfaceType face) {
                    face.getFieldDefinitions().forEach(field -> checkField(type, field, bare));
                } else if (type instanceof GraphQLInputObjectType input) {
                    input.getFieldDefinitions()
                            .forEach(field -> check(type.getName() + "." + field.getName(), field, bare));
                } else if (type instanceof GraphQLEnumType constants) {
                    constants.getValues().forEach(value -> check(type.getName() + "." + value.getName(), value, bare));
                }
            }
        }
        assertThat(bare).isEmpty();
    }

    private static void checkField(GraphQLNamedType type, GraphQLFieldDefinition field, List<String> bare) {
        String name = type.getName() + "." + field.getName();
        check(name, field, bare);
        for (GraphQLArgument argument : field.getArguments()) {
            check(name + "(" + argument.getName() + ")", argument, bare);
        }
    }

    private static void check(String name, GraphQLNamedSchemaElement element, List<String> bare) {
        if (element.getDescription() == null || element.getDescription().isBlank()) {
            bare.add(name);
        }
    }

    /** Without it, a list would cost what one of its elements costs. */
    @Test
    void everyListOfObjectsHasASize() {
        GraphQLSchema schema = source.schema();
        Set<String> sized = new HashSet<>();
        List<String> lists = new ArrayList<>();
        for (GraphQLObjectType type : objectTypes(schema)) {
            for (GraphQLFieldDefinition field : type.getFieldDefinitions()) {
                GraphQLAppliedDirective size = field.getAppliedDirective("listSize");
                List<String> below =
                        size == null ? null : size.getArgument("sizedFields").getValue();
                GraphQLNamedType element = GraphQLTypeUtil.unwrapAll(field.getType());
                if (below != null) {
                    below.forEach(name -> sized.add(element.getName() + "." + name));
                } else if (size != null) {
                    sized.add(type.getName() + "." + field.getName());
                }
                if (element instanceof GraphQLCompositeType
                        && GraphQLTypeUtil.isList(GraphQLTypeUtil.unwrapNonNull(field.getType()))) {
                    lists.add(type.getName() + "." + field.getName());
                }
            }
        }

        assertThat(lists).isNotEmpty().allSatisfy(list -> assertThat(sized).contains(list));
    }

    private static List<GraphQLObjectType> objectTypes(GraphQLSchema schema) {
        return schema.getAllTypesAsList().stream()
                .filter(type ->
                        type instanceof GraphQLObjectType && !type.getName().startsWith("__"))
                .map(GraphQLObjectType.class::cast)
                .toList();
    }

    @TestConfiguration(proxyBeanMethods = false)
    static class Inspection {

        final List<SchemaReport> reports = new ArrayList<>();

        @Bean
        GraphQlSourceBuilderCustomizer keepReport() {
            return builder -> builder.inspectSchemaMappings(reports::add);
        }
    }
}
