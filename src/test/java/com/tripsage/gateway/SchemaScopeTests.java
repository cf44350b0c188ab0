package com.tripsage.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import graphql.schema.GraphQLDirectiveContainer;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLInterfaceType;
import graphql.schema.GraphQLNamedType;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLTypeUtil;
import graphql.schema.GraphQLUnionType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.graphql.execution.GraphQlSource;

/**
 * The scopes that the schema states. An object type belongs to the area of its scope, or, without one, to that of whatever leads to it:
 * every way from the roots is gone, and must say so where it enters another area.
 */
@GatewayTest
class SchemaScopeTests {

    /** The types that say nothing of anybody, and so belong to no area. */
    private static final Set<String> OF_NO_AREA = Set.of("PageInfo", "Money", "Coordinates", "TicketTime");

    @Autowired
    private GraphQlSource source;

    private final Map<String, Set<String>> areas = new HashMap<>();
    private final List<String> silent = new ArrayList<>();
    private GraphQLSchema schema;

    @BeforeEach
    void goEveryWay() {
        schema = source.schema();
        roots().forEach(field -> enter("root", field, null));
    }

    @Test
    void everyRootFieldNeedsAScope() {
        assertThat(roots().toList()).isNotEmpty().allSatisfy(field -> {
            if (GraphQLTypeUtil.unwrapAll(field.getType()) instanceof GraphQLInterfaceType node) {
                assertThat(schema.getImplementations(node))
                        .allSatisfy(type ->
                                assertThat(scopes(type)).as(type.getName()).isNotEmpty());
            } else {
                assertThat(scopes(field)).as(field.getName()).isNotEmpty();
            }
        });
    }

    @Test
    void everyFieldThatLeadsToAnotherAreaNeedsAScope() {
        assertThat(silent).isEmpty();
    }

    @Test
    void everyTypeBelongsToOneArea() {
        assertThat(areas).isNotEmpty().allSatisfy((type, itsAreas) -> {
            if (!OF_NO_AREA.contains(type)) {
                assertThat(itsAreas).as(type).hasSize(1);
            }
        });
    }

    @Test
    void mutationsNeedAScopeToWrite() {
        assertThat(schema.getMutationType().getFieldDefinitions())
                .allSatisfy(field -> assertThat(scopes(field)).anyMatch(scope -> scope.endsWith(":write")));
    }

    /** Only {@code node} looks at the scopes of the objects that it brings. */
    @Test
    void onlyNodeBringsObjectsOfSeveralAreas() {
        assertThat(schema.getAllTypesAsList().stream()
                        .filter(type -> type instanceof GraphQLObjectType
                                && !type.getName().startsWith("__"))
                        .map(GraphQLObjectType.class::cast)
                        .flatMap(type -> type.getFieldDefinitions().stream()
                                .filter(field -> areasOf(GraphQLTypeUtil.unwrapAll(field.getType())) > 1)
                                .map(field -> type.getName() + "." + field.getName())))
                .containsExactly("Query.node");
    }

    private long areasOf(GraphQLNamedType type) {
        Stream<GraphQLObjectType> brought =
                switch (type) {
                    case GraphQLInterfaceType face -> schema.getImplementations(face).stream();
                    case GraphQLUnionType union ->
                        union.getTypes().stream().map(member -> (GraphQLObjectType) schema.getType(member.getName()));
                    default -> Stream.empty();
                };
        return brought.map(one -> String.valueOf(area(one))).distinct().count();
    }

    private Stream<GraphQLFieldDefinition> roots() {
        return Stream.of(schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType())
                .flatMap(root -> root.getFieldDefinitions().stream());
    }

    private void enter(String from, GraphQLFieldDefinition field, @Nullable String area) {
        String stated = area(field);
        String name = from + "." + field.getName();
        GraphQLNamedType target = GraphQLTypeUtil.unwrapAll(field.getType());
        if (target instanceof GraphQLInterfaceType face) {
            schema.getImplementations(face).forEach(type -> visit(type, area(type)));
        } else if (target instanceof GraphQLObjectType type) {
            String own = area(type);
            if (own != null && !own.equals(stated) && (stated != null || !own.equals(area))) {
                silent.add(name);
            }
            visit(type, own != null ? own : stated != null ? stated : area);
        } else if (field.getName().toLowerCase(Locale.ROOT).endsWith("email")
                && !"account".equals(stated != null ? stated : area)) {
            silent.add(name);
        }
    }

    private void visit(GraphQLObjectType type, @Nullable String area) {
        if (areas.computeIfAbsent(type.getName(), _ -> new TreeSet<>()).add(String.valueOf(area))) {
            type.getFieldDefinitions().forEach(field -> enter(type.getName(), field, area));
        }
    }

    /** That of the first scope; what needs others besides belongs there as well. */
    private static @Nullable String area(GraphQLDirectiveContainer element) {
        return scopes(element).stream()
                .map(scope -> scope.substring(0, scope.indexOf(':')))
                .findFirst()
                .orElse(null);
    }

    private static List<String> scopes(GraphQLDirectiveContainer element) {
        return element.getAppliedDirectives("requiresScope").stream()
                .map(needed -> needed.getArgument("scope").<String>getValue())
                .toList();
    }
}
