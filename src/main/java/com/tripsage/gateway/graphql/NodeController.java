package com.tripsage.gateway.graphql;

import com.tripsage.gateway.document.NeededScopes;
import com.tripsage.gateway.security.Caller;
import graphql.schema.GraphQLNamedType;
import graphql.schema.GraphQLSchema;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.execution.GraphQlSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Controller;

/**
 * The field {@code node}, which finds any object by its id: one statement tells which table has it, one reads it there. Tables of types
 * whose scope the caller lacks are not looked at.
 */
@Controller
class NodeController {

    private final JdbcClient jdbc;
    private final List<NodeSource> sources;
    private final String locate;

    NodeController(JdbcClient jdbc, List<NodeSource> sources, GraphQlSource source) {
        this.jdbc = jdbc;
        this.sources = sources;
        this.locate = IntStream.range(0, sources.size())
                .mapToObj(index -> "when cast(:scopes as int) & %1$d = %1$d and %2$s then %3$d"
                        .formatted(
                                scopes(source.schema(), sources.get(index)),
                                sources.get(index).exists(),
                                index))
                .collect(Collectors.joining("\n", "select case ", " else -1 end"));
    }

    @QueryMapping
    Optional<?> node(@Argument UUID id, Caller caller) {
        int index = jdbc.sql(locate)
                .param("id", id)
                .param("scopes", caller.scopes().bits())
                .query(Integer.class)
                .single();
        return index < 0 ? Optional.empty() : sources.get(index).find(id);
    }

    private static int scopes(GraphQLSchema schema, NodeSource source) {
        var type = (GraphQLNamedType) Objects.requireNonNull(schema.getType(source.type()));
        return NeededScopes.stated(type).bits();
    }
}
