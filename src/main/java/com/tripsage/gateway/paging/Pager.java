package com.tripsage.gateway.paging;

import com.tripsage.gateway.database.UuidArray;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The reader of connections' pages. It reads one row more than was asked for, and so knows whether there is a next page. */
@Component
public class Pager {

    private final JdbcClient jdbc;

    Pager(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public <T> Connection<T> page(Selection selection, Keyset keyset, PageRequest page, RowMapper<T> mapper) {
        List<Connection.Edge<T>> rows = jdbc.sql(selection.page(keyset, page))
                .params(parameters(selection, keyset, page))
                .query(edges(keyset, mapper))
                .list();
        return connection(rows, page, () -> count(selection));
    }

    /**
     * The same page for each of several parents, in one statement.
     *
     * @param parentColumn the column of the selected table that holds the parent's id
     */
    public <T> Map<UUID, List<Connection.Edge<T>>> rowsOfEach(
            Selection selection,
            String parentColumn,
            Collection<UUID> parents,
            Keyset keyset,
            PageRequest page,
            RowMapper<T> mapper,
            Function<T, UUID> parentOf) {
        selection.where(parentColumn + " = parent.id", "parents", UuidArray.of(parents));
        return jdbc
                .sql("select child.* from unnest(:parents) as parent (id) cross join lateral ("
                        + selection.page(keyset, page) + ") as child")
                .params(parameters(selection, keyset, page))
                .query(edges(keyset, mapper))
                .list()
                .stream()
                .collect(Collectors.groupingBy(edge -> parentOf.apply(edge.node())));
    }

    /**
     * The connection of rows that were read for a page.
     *
     * @param count how many rows there are on all pages
     */
    public <T> Connection<T> connection(List<Connection.Edge<T>> read, PageRequest page, LongSupplier count) {
        boolean more = read.size() > page.size();
        List<Connection.Edge<T>> edges = new ArrayList<>(more ? read.subList(0, page.size()) : read);
        if (page.backward()) {
            Collections.reverse(edges);
        }
        boolean behindCursor = page.cursor() != null;
        var pageInfo = new Connection.PageInfo(
                page.backward() ? behindCursor : more,
                page.backward() ? more : behindCursor,
                edges.isEmpty() ? null : edges.get(0).cursor(),
                edges.isEmpty() ? null : edges.get(edges.size() - 1).cursor());
        return new Connection<>(edges, pageInfo, count);
    }

    private static <T> RowMapper<Connection.Edge<T>> edges(Keyset keyset, RowMapper<T> mapper) {
        return (row, number) ->
                new Connection.Edge<>(Objects.requireNonNull(mapper.mapRow(row, number)), keyset.positionOf(row));
    }

    private static Map<String, Object> parameters(Selection selection, Keyset keyset, PageRequest page) {
        Map<String, Object> parameters = new HashMap<>(selection.parameters());
        parameters.put("limit", page.size() + 1);
        if (page.cursor() != null) {
            List<String> position = keyset.positionOf(page, page.cursor());
            for (int i = 0; i < position.size(); i++) {
                parameters.put(Keyset.parameter(i), position.get(i));
            }
        }
        return parameters;
    }

    private long count(Selection selection) {
        return jdbc.sql(selection.count())
                .params(selection.parameters())
                .query(Long.class)
                .single();
    }
}
