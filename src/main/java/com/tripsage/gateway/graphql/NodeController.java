package com.tripsage.gateway.graphql;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Controller;

/** The field {@code node}, which finds any object by its id: one statement tells which table has it, one reads it there. */
@Controller
class NodeController {

    private final JdbcClient jdbc;
    private final List<NodeSource> sources;
    private final String locate;

    NodeController(JdbcClient jdbc, List<NodeSource> sources) {
        this.jdbc = jdbc;
        this.sources = sources;
        this.locate = IntStream.range(0, sources.size())
                .mapToObj(index -> "when " + sources.get(index).exists() + " then " + index)
                .collect(Collectors.joining("\n", "select case ", " else -1 end"));
    }

    @QueryMapping
    Optional<?> node(@Argument UUID id) {
        int index = jdbc.sql(locate).param("id", id).query(Integer.class).single();
        return index < 0 ? Optional.empty() : sources.get(index).find(id);
    }
}
